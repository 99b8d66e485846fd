"""Steps, strides and headings from the motion sensors of a phone."""
