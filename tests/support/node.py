"""Node, which the pages' scripts are run with outside of a browser."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / "scripts" / "node"


def need_node() -> None:
    """Skip a test where there is no Node; where ``CI`` is true, it fails."""
    if subprocess.run([NODE, "--version"], capture_output=True, check=False).returncode:
        message = "needs Node, which is not installed"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(message)
        pytest.skip(message)


def run_node(script: str, given: Any) -> Any:
    """Run a script of ``tests/support`` with JSON on its input, and read the JSON it writes."""
    done = subprocess.run(
        [NODE, ROOT / "tests" / "support" / script],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return json.loads(done.stdout)
