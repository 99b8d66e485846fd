"""What strangers install: the wheel, in an empty environment outside the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.support.demo import plain_environment, running_demo

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {"api", "floorplans", "kiosk_ui", "positioning", "routing"}
DATA = [
    "*/py.typed",
    "api/demo/*.csv",
    "api/demo/*.toml",
    "api/demo/data/keskusta/*",
    "api/demo/data/saari/*",
    "api/storage/migrations/*.mako",
    "api/storage/migrations/versions/*.py",
    "kiosk_ui/locales/*.json",
    "kiosk_ui/static/*/*.css",
    "kiosk_ui/static/*/*.js",
    "kiosk_ui/static/vendor/zxing/LICENSE-*.txt",
    "kiosk_ui/static/vendor/zxing/reader/*.wasm",
    "kiosk_ui/templates/*.html",
]

pytestmark = [pytest.mark.slow, pytest.mark.real, pytest.mark.timeout(900)]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env=plain_environment(), capture_output=True, text=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    uv = (sys.executable, "-m", "uv", "build", "--wheel", "--offline", "--no-build-isolation")
    built = run(*uv, "--python", sys.executable, "--out-dir", out, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (path,) = out.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that has nothing to do with the checkout."""
    return tmp_path_factory.mktemp("outside")


@pytest.fixture(scope="module")
def hyllykartta(wheel: Path, outside: Path) -> Path:
    """Install the wheel and give its program."""
    made = run(sys.executable, "-m", "venv", outside / "env", cwd=outside)
    assert made.returncode == 0, made.stderr
    binaries = outside / "env" / "bin"
    pip = (binaries / "python", "-m", "pip", "install", "--quiet", "--only-binary", ":all:")
    installed = run(*pip, "-c", ROOT / "constraints.txt", wheel, cwd=outside)
    assert installed.returncode == 0, installed.stderr
    return binaries / "hyllykartta"


def files_of(package: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_five_packages_whole_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    ours = {name for name in names if ".dist-info/" not in name}
    assert {name.partition("/")[0] for name in ours} == PACKAGES
    assert ours == set().union(*map(files_of, PACKAGES))
    info = f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"
    assert {name.partition("/")[0] for name in names - ours} == {info}
    assert f"{info}/licenses/LICENSE" in names


@pytest.mark.parametrize("pattern", DATA)
def test_the_wheel_holds_the_packages_data(wheel, pattern):
    with zipfile.ZipFile(wheel) as archive:
        assert any(Path(name).match(pattern) for name in archive.namelist())


def test_the_wheel_is_for_every_machine_and_needs_no_compiler(wheel):
    assert wheel.name.endswith("-py3-none-any.whl")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--version"], "hyllykartta "),
        (["plan", "check", "demo"], "0 violations"),
        (["find", "--plan", "demo", "84.2 TOL", "--json"], '"shelf_number": "15"'),
        (["route", "--plan", "demo", "--from", "1,22,3", "--to", "84.2 TOL"], "Hylly"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_the_installed_program_answers(hyllykartta, outside, arguments, words):
    told = run(hyllykartta, *arguments, cwd=outside)
    assert (told.returncode, told.stderr) == (0, "")
    assert words in told.stdout


def test_the_installed_demo_serves_and_stops_when_asked(hyllykartta, outside):
    with running_demo(outside, program=hyllykartta) as demo:
        with httpx.Client(base_url=demo.address, timeout=60) as client:
            assert client.get("/api/v1/health").json()["status"] == "ok"
            search = client.get("/api/v1/branches/keskusta/search", params={"q": "tuntematon"})
            page = client.get("/", params={"branch": "keskusta", "q": "tuntematon"})
            style = client.get("/static/shared/base.css")
            level = client.get("/api/v1/branches/keskusta/levels/2.svg")
        assert demo.stop() == (0, "")
    assert search.json()["total"] >= 1
    assert "Tuntematon sotilas" in page.text
    assert style.headers["content-type"].startswith("text/css")
    assert level.text.startswith(("<svg", "<?xml"))
    assert os.listdir(outside) == ["env"]
