"""Verbs of the command line, one module each.

A module offers ``register(verbs)``, which adds its parser and sets ``run`` on it;
``run(args)`` returns the exit status.
"""
