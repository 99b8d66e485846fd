import json
from xml.etree import ElementTree

import pytest

from api.cli import main
from positioning.model import Fix
from positioning.recordings import format_fixes
from tests.support.recorded import bounds_file, scan_files, walk_files, write_site


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "toy", {"scans": scan_files(), "walk": walk_files()})


@pytest.fixture
def quick(monkeypatch):
    """An estimator that takes no time: everybody is in the middle of the hall."""

    def answer(recording, mode):
        fixes = [
            Fix(ask.time_s, ask.subject, "1", 12.0, 9.0, ((25.0, 0.0), (0.0, 25.0)), 12.0)
            for ask in recording.asks
        ]
        return format_fixes(recording.asks, fixes)

    monkeypatch.setattr("api.evaluation.prepare_site", lambda files: answer)


def evaluate(*arguments):
    return main(["evaluate", *map(str, arguments)])


def read_runs(path):
    return json.loads(path.read_text(encoding="utf-8"))["runs"]


@pytest.mark.usefixtures("quick")
def test_all_tracks_are_answered_in_the_modes_that_make_sense(site, tmp_path, capsys):
    (site / "crlb.json").write_text(bounds_file())
    out = tmp_path / "report.json"
    assert evaluate(site, "--out", out) == 0
    runs = read_runs(out)
    assert [(run["track"], run["mode"]) for run in runs] == [
        ("toy/scans", "causal"),
        *(("toy/walk", mode) for mode in ("causal", "lag:1", "lag:3", "lag:5", "smooth")),
    ]
    assert all(run["answered_share"] == 1 and 0 < run["mean"] < 12 for run in runs)
    assert [run["mode"] for run in runs if run["rms_over_bound"]] == ["causal", "smooth"]
    assert capsys.readouterr().out.count("| toy/walk | ") == 5


def test_scans_are_located_and_scored(site, tmp_path):
    out = tmp_path / "report.json"
    assert evaluate(site, "--track", "scans", "--out", out) == 0
    (run,) = read_runs(out)
    assert (run["rows"], run["answered"], run["radius_given"]) == (12, 12, 12)
    assert 0 < run["median"] < 4


@pytest.mark.usefixtures("quick")
def test_modes_tracks_and_variants_can_be_chosen(site, tmp_path):
    out = tmp_path / "report.json"
    chosen = ["--track", "scans", "--mode", "causal", "--mode", "lag:2"]
    assert evaluate(site, *chosen, "--ignore-survey", "--blank-device-model", "--out", out) == 0
    assert [(run["variant"], run["mode"]) for run in read_runs(out)] == [
        (variant, mode)
        for variant in ("", "device models blank", "survey ignored")
        for mode in ("causal", "lag:2")
    ]


@pytest.mark.usefixtures("quick")
def test_markdown_has_its_charts_beside_it_and_keeps_what_stands_around(site, tmp_path):
    out = tmp_path / "accuracy.md"
    out.write_text("# Mine\n\n<!-- evaluation -->\nstale\n<!-- end of evaluation -->\n\nThe end.\n")
    assert evaluate(site, "--track", "scans", "--out", out) == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# Mine\n\n<!-- evaluation -->\n\n## Beside the reference\n")
    assert text.endswith("<!-- end of evaluation -->\n\nThe end.\n")
    assert "stale" not in text
    assert "](accuracy/toy-scans.svg)" in text
    assert ElementTree.parse(tmp_path / "accuracy" / "toy-scans.svg").getroot() is not None


@pytest.mark.usefixtures("quick")
def test_a_new_markdown_report_stands_by_itself(site, tmp_path):
    out = tmp_path / "new.md"
    assert evaluate(site, "--track", "scans", "--out", out) == 0
    assert out.read_text(encoding="utf-8").startswith("# Evaluation of positions\n")


@pytest.mark.usefixtures("quick")
def test_a_page_holds_all_that_it_shows(site, tmp_path):
    out = tmp_path / "report.html"
    assert evaluate(site, "--track", "scans", "--out", out) == 0
    page = out.read_text(encoding="utf-8")
    assert page.count("<table>") == 3
    assert page.count("<svg ") == 1
    assert "<script" not in page
    assert 'src="' not in page
    assert [each.name for each in tmp_path.iterdir() if each != site] == ["report.html"]


def test_a_site_whose_radios_nobody_placed_has_no_answer(site, tmp_path):
    (site / "radios.csv").write_text("radio,level,x_m,y_m,z_m,measured_power_dbm\nb1,1,,,,\n")
    out = tmp_path / "report.json"
    (site / "survey.csv").unlink()
    assert evaluate(site, "--mode", "causal", "--out", out) == 0
    assert [run["faults"] for run in read_runs(out)] == [["no answer"]] * 2
    assert evaluate(site, "--mode", "causal", "--out", out, "--strict") == 1


@pytest.mark.usefixtures("quick")
def test_a_terminal_is_told_what_goes_on(site, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert evaluate(site, "--mode", "causal") == 0
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "1 of 2: toy/scans …"
    assert told[1].startswith("  causal: mean ")
    assert told[2] == "2 of 2: toy/walk …"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--mode", "sometimes"], "The mode is"),
        (["--track", "run"], "no track named run with a truth.csv"),
        (["--out", "report.txt"], "must end with .md, .json or .html"),
        (["--out", "no/such/folder/report.md"], "cannot be written"),
    ],
)
def test_wrong_use_is_refused_in_one_line(site, tmp_path, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(tmp_path)
    assert evaluate(site, *arguments) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("tracks/walk/truth.csv", "time_s,who\n", "walk: truth.csv line 1: column subject"),
        ("tracks/walk/ask.csv", "time_s,subject,level\nsoon,a,1\n", "walk: ask.csv line 2"),
        ("site.json", "{", "toy: site.json: is no JSON"),
        ("crlb.json", "{", "crlb.json: is no JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_nothing_written(
    site, tmp_path, capsys, file, text, words
):
    (site / file).write_text(text)
    out = tmp_path / "report.md"
    assert evaluate(site, "--mode", "causal", "--out", out) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1
    assert not out.exists()


def test_a_folder_that_is_none_is_named(tmp_path, capsys):
    assert evaluate(tmp_path / "nowhere") == 2
    assert "nowhere: is no folder" in capsys.readouterr().err
