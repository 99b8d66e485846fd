"""What a test needs of the machine: absent is a skip at home and a failure where CI is true."""

import os
import shutil

import pytest


def needs(program: str) -> str:
    """Path of a program that a test cannot do without."""
    path = shutil.which(program)
    if path is None:
        message = f"needs {program}, which is not installed"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path
