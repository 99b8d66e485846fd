import json

import pytest

from api.cli import main
from positioning.recordings import read_site
from tests.support.recorded import HALL, SURVEYED, site_files, write_site


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "toy", {})


def calibrate(*arguments):
    return main(["calibrate", *map(str, arguments)])


def test_it_prints_a_row_for_each_radio(site, capsys):
    assert calibrate(site) == 0
    told = capsys.readouterr().out
    assert f"packets at {len(SURVEYED)} places." in told
    assert "Device model phone: " in told
    assert told.count("| fits |") == len(HALL.radios)


def test_a_radio_that_hangs_elsewhere_is_the_answer_no(site, capsys):
    text = site_files()["radios.csv"].replace("b100,1,3.0,3.0", "b100,1,21.0,15.0")
    (site / "radios.csv").write_text(text)
    assert calibrate(site) == 1
    (line,) = (line for line in capsys.readouterr().out.splitlines() if "the survey says" in line)
    assert line.startswith("| b100 | 1 |")
    assert "stated 21.0, 15.0" in line


def test_json_is_one_document_with_a_model_as_in_site_json(site, capsys):
    assert calibrate(site, site, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    (toy,) = document["sites"]
    description = json.loads(site_files()["site.json"]) | {"model": toy["model"]}
    read = read_site(site_files() | {"site.json": json.dumps(description)})
    assert read.model.exponent == toy["model"]["path_loss_exponent"]
    assert len(toy["radios"]) == len(HALL.radios)


def test_fitted_radios_can_be_read_again(site, tmp_path):
    out = tmp_path / "radios.csv"
    assert calibrate(site, "--out", out) == 0
    read = read_site(site_files() | {"radios.csv": out.read_text()})
    assert [radio.id for radio in read.radios] == [radio.id for radio in HALL.radios]


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [("survey.csv", None, "has no survey.csv"), ("survey.csv", "a,b\n", "survey.csv line 1")],
)
def test_a_survey_that_is_missing_or_broken_is_named(site, capsys, file, text, words):
    (site / file).unlink()
    if text is not None:
        (site / file).write_text(text)
    assert calibrate(site) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_the_radios_of_two_sites_do_not_fit_in_one_file(site, tmp_path, capsys):
    assert calibrate(site, site, "--out", tmp_path / "radios.csv") == 2
    assert "one SITE" in capsys.readouterr().err


def test_a_survey_of_a_few_places_accuses_nobody_and_says_so(site, capsys):
    few = site_files()["survey.csv"].splitlines()[:30]
    (site / "survey.csv").write_text("\n".join([*few, ""]))
    assert calibrate(site) == 0
    told = capsys.readouterr().out
    assert told.count("| heard at too few places to tell |") == len(HALL.radios)


def test_a_survey_without_packets_teaches_nothing(site, capsys):
    (site / "survey.csv").write_text(site_files()["survey.csv"].splitlines()[0] + "\n")
    assert calibrate(site) == 0
    assert "Nothing could be fitted." in capsys.readouterr().out
