"""Leading somebody along a route while she walks."""
