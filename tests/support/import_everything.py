"""Import every module of the packages named, and print as JSON what that touched.

Run as a program: ``python import_everything.py ROOT PACKAGE…``.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

NEVER = ("socket.", "sqlite3.", "subprocess.", "os.mkdir", "os.remove", "os.rename")


def main(root: Path, packages: list[str]) -> None:
    """Import, watch and print."""
    touched: list[str] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(NEVER):
            touched.append(f"{event} {arguments}")
        elif event == "open" and _is_data(arguments[0], root, packages):
            touched.append(f"open {arguments[0]}")

    sys.path.insert(0, str(root))
    paths = [str(root / package) for package in packages]
    modules = list(packages)
    sys.addaudithook(watch)
    for package, path in zip(packages, paths, strict=True):
        modules += [each.name for each in pkgutil.walk_packages([path], f"{package}.")]
    for module in modules:
        importlib.import_module(module)
    json.dump({"modules": modules, "touched": touched}, sys.stdout)


def _is_data(name: object, root: Path, packages: list[str]) -> bool:
    if not isinstance(name, str) or name.endswith((".py", ".pyc")) or ".pyc." in name:
        return False
    path = Path(name)
    return path.is_relative_to(root) and path.relative_to(root).parts[0] in packages


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
