"""The HTML pages: views filled from the same functions as the JSON interface."""
