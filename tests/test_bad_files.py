"""Bad files for the command line and the server: a clear error each, and the rest goes on."""

import dataclasses
import os
import subprocess
import sys
import threading

import pytest

from api.app import create_app
from api.cli import main
from api.storage.plans import publish_plan, published_hashes
from api.storage.upgrade import prepare_database
from floorplans.formats.native import format_plan
from floorplans.model import BayRun, Text
from tests.support.library import CREATED_AT, second_plan, store_library
from tests.support.plans import toy_plan
from tests.support.served import ROOT
from tests.support.server import serving
from tests.support.storage import damage
from tests.support.toy_file import write_plan

TOY = "/api/v1/branches/toy"
CROSSED = ((0.0, 0.0), (12.0, 8.0), (12.0, 0.0), (0.0, 8.0))

SITE = '{"name": "hall", "levels": [{"level": "1", "ordinal": 0}]}'
RADIOS = "radio,level,x_m,y_m,z_m,measured_power_dbm\n" + "".join(
    f"r{number},1,{4 * (number % 3)},{4 * (number // 3)},2.5,-59\n" for number in range(9)
)
HEARD = "time_s,subject,device_model,radio,rssi_dbm\n" + "".join(
    f"{tenth / 10},tag,,r{tenth % 9},{-60 - tenth % 7}\n" for tenth in range(100)
)


def one_line_of_error(capsys):
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    return error


def broken_plans():
    toy = toy_plan()

    def with_first(kind, **fields):
        first, *others = getattr(toy, kind)
        return dataclasses.replace(toy, **{kind: (dataclasses.replace(first, **fields), *others)})

    return {
        "level of a shelf": with_first("shelves", level="attic"),
        "level of a radio": with_first("radios", level="attic"),
        "level of a kiosk": with_first("kiosks", level="attic"),
        "face of a range": with_first("ranges", runs=(BayRun("99A", 1, 1),)),
        "bays of a range": with_first("ranges", runs=(BayRun("1A", 1, 99),)),
        "partition of a range": with_first("ranges", partition="nothing"),
        "scheme": dataclasses.replace(toy, scheme="nothing"),
        "levels": dataclasses.replace(toy, levels=()),
        "outline of a level": with_first("levels", outline=CROSSED),
    }


@pytest.mark.parametrize("broken", broken_plans())
def test_a_plan_with_a_broken_reference_is_told_by_every_verb(broken, tmp_path, capsys):
    plan = write_plan(tmp_path, broken_plans()[broken])
    assert main(["plan", "check", plan]) == 1
    assert "violation [" in capsys.readouterr().out
    for arguments in (
        ["find", "--plan", plan, "84.2 LIN"],
        ["route", "--plan", plan, "--from", "kiosk:toy-1", "--to", "84.2 LIN"],
        ["plan", "render", plan, "--level", "1", "--out", str(tmp_path / "map.svg")],
    ):
        status = main(arguments)
        assert status in (0, 1, 2)
        assert capsys.readouterr().err.count("\n") == (1 if status == 2 else 0)


@pytest.mark.parametrize("endless", ["/dev/zero", "plan.json"])
def test_a_file_without_an_end_is_refused_in_bounded_memory(endless, tmp_path):
    path = tmp_path / endless
    if not path.exists():
        with path.open("wb") as file:
            file.truncate(10**12)
    script = (
        "import resource, sys; from api.cli import main; "
        "resource.setrlimit(resource.RLIMIT_AS, (2 * 10**9,) * 2); sys.exit(main(sys.argv[1:]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, "plan", "check", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr == f"hyllykartta: {path}: is larger than 64 MB, the most that is read.\n"


def test_a_plan_may_come_through_a_pipe(tmp_path, capsys):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    text = format_plan(toy_plan())
    writer = threading.Thread(target=pipe.write_text, args=(text,))
    writer.start()
    assert main(["plan", "check", str(pipe)]) == 0
    writer.join()
    assert "0 violations" in capsys.readouterr().out


def damage_published(settings, branch, document):
    database = prepare_database(settings.database)
    damage(database, published_hashes(database)[branch], document)
    database.close()


@pytest.mark.parametrize(
    "broken", ["level of a radio", "scheme", "levels", "outline of a level", "document"]
)
def test_a_branch_with_a_broken_plan_is_left_out_and_the_others_go_on(broken, tmp_path, caplog):
    stored = store_library(tmp_path)
    document = "{"
    if broken != "document":
        plan = dataclasses.replace(broken_plans()[broken], id="side", kiosks=(), locator_points=())
        document = format_plan(plan)
    damage_published(stored, "side", document)
    with serving(create_app(stored)) as client:
        assert client.get("/api/v1/health").json()["branches"] == ["toy"]
        assert client.get(f"{TOY}/places?callno=84.2%20LIN").json()["places"]
    assert '"side"' in caplog.text
    assert "anew" in caplog.text


def test_a_mended_plan_that_is_published_anew_is_served(tmp_path):
    stored = store_library(tmp_path)
    damage_published(stored, "side", "{")
    mended = dataclasses.replace(second_plan(), name=Text("Uusi"))
    database = prepare_database(stored.database)
    publish_plan(database, mended, CREATED_AT)
    database.close()
    with serving(create_app(stored)) as client:
        assert client.get("/api/v1/health").json()["branches"] == ["side", "toy"]


def locate(folder, heard=HEARD, site=SITE, radios=RADIOS):
    track = folder / "tracks" / "walk"
    track.mkdir(parents=True)
    (folder / "site.json").write_text(site)
    (folder / "radios.csv").write_text(radios)
    (track / "ask.csv").write_text("time_s,subject,level\n5,tag,1\n")
    (track / "sightings.csv").write_bytes(heard if isinstance(heard, bytes) else heard.encode())
    return main(["locate", str(folder), "walk", "--out", str(folder / "fixes.csv")])


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"heard": HEARD.replace("rssi_dbm", "rssi")}, "column rssi_dbm is missing; found: time_s"),
        ({"heard": HEARD.replace("device_model", "radio")}, "line 1: column radio is there twice"),
        ({"heard": HEARD.replace("-61", "loud", 1)}, "line 3: rssi_dbm 'loud' is no number"),
        ({"heard": HEARD.replace("-61", "nan", 1)}, "line 3: rssi_dbm 'nan' is no number"),
        ({"heard": HEARD.replace("0.1,", "-1e300,", 1)}, "line 3: time_s '-1e300' is no number"),
        ({"heard": ""}, "found: nothing"),
        ({"heard": HEARD.encode("utf-16")}, "is not UTF-8 text"),
        ({"radios": RADIOS.replace("r1,1,4", "r1,1,1e300")}, "x_m '1e300' is no number within"),
        ({"site": SITE.replace("0}", f"{'9' * 5000}" + "}")}, "ordinal is inf"),
        (
            {"site": SITE[:-1] + ', "model": {"path_loss_exponent": -2, "noise_sd_db": 0}}'},
            "above 0",
        ),
    ],
)
def test_a_bad_recording_is_named_by_file_and_line_and_nothing_is_written(
    tmp_path, capsys, files, words
):
    assert locate(tmp_path, **files) == 2
    assert words in one_line_of_error(capsys)
    assert not (tmp_path / "fixes.csv").exists()


@pytest.mark.parametrize(
    "heard", [HEARD.replace("\n", "\r\n"), HEARD.replace("\n", "\r"), "\ufeff" + HEARD]
)
def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path, heard):
    assert locate(tmp_path / "plain") == 0
    assert locate(tmp_path / "other", heard) == 0
    fixes = [(tmp_path / name / "fixes.csv").read_text() for name in ("plain", "other")]
    assert fixes[0] == fixes[1]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("ports = 5", 'unknown setting "ports"; known: data_dir'),
        ("port = true", "port: expected a port number"),
        ('data_dir = "a\\u0000b"', "data_dir: expected a path"),
        ('database_url = "sqlite:///%00"', "is no database URL"),
        ('database_url = "sqlite:///x?timeout=long"', "is no database URL"),
        (f"tags = {'[' * 100_000}", "is not TOML"),
    ],
)
def test_a_bad_settings_file_is_one_clear_line(tmp_path, capsys, document, words):
    file = tmp_path / "settings.toml"
    file.write_text(document)
    assert main(["serve", "--config", str(file), "--port", "0"]) == 2
    assert words in one_line_of_error(capsys)


@pytest.mark.parametrize("url", ["http://[::1/sightings", "http://localhost:99999/sightings"])
def test_an_address_to_post_to_that_is_none_is_one_clear_line(capsys, url):
    with pytest.raises(SystemExit) as stop:
        main(["scan", "--subject", "t", "--adapter", "hci0", "--post", url])
    assert stop.value.code == 2
    assert "is no http(s) address" in capsys.readouterr().err


def test_a_terminal_without_the_letters_gets_the_answer_all_the_same():
    ended = subprocess.run(
        [sys.executable, "-m", "api.cli", "find", "--plan", "demo", "84.2 LIN"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "84.2" in ended.stdout
