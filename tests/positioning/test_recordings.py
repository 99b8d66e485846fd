import contextlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli import main
from positioning.evaluate import score_fixes
from positioning.model import Fix
from positioning.recordings import (
    Position,
    RecordingError,
    format_fixes,
    read_positions,
    read_recording,
    read_site,
    read_survey,
)
from positioning.replay import Mode, answer_recording, parse_mode
from tests.support.halls import OUTLINE, hear_all, make_hall, stroll

HALL = make_hall()
WALK = stroll([("1", 3, 3), ("1", 20, 4), ("1", 20, 14)])


def _site_files():
    levels = [{"level": "1", "ordinal": 0, "outline": OUTLINE}]
    radios = "".join(f"{r.id},{r.level},{r.x_m},{r.y_m},{r.z_m},-59\n" for r in HALL.radios)
    return {
        "site.json": json.dumps({"name": "toy", "unit": "m", "levels": levels}),
        "radios.csv": "radio,level,x_m,y_m,z_m,measured_power_dbm\n" + radios,
    }


def _track_files():
    heard = hear_all(HALL, WALK, seed=4)
    rows = "".join(f"{s.time_s},walker,,{s.radio},{s.rssi_dbm}\n" for s in heard)
    asks = "".join(f"{moment.time_s},walker,1\n" for moment in WALK)
    return {
        "sightings.csv": "time_s,subject,device_model,radio,rssi_dbm\n" + rows,
        "ask.csv": "time_s,subject,level\n" + asks,
    }


def _truth():
    return [Position(each.time_s, "walker", each.level, each.x_m, each.y_m) for each in WALK]


def _write(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def site_folder(tmp_path):
    _write(tmp_path / "toy", _site_files())
    _write(tmp_path / "toy" / "tracks" / "walk", _track_files())
    return tmp_path / "toy"


def _mean_error_m(mode):
    recording = read_recording(_track_files())
    fixes = answer_recording(read_site(_site_files()), recording, parse_mode(mode))
    score = score_fixes(_truth(), read_positions("fixes", format_fixes(recording.asks, fixes)))
    assert score.answered == score.rows
    return score.mean_m


def test_hindsight_is_better_than_waiting_and_waiting_better_than_living():
    assert _mean_error_m("smooth") < _mean_error_m("causal")
    assert _mean_error_m("lag:3") < _mean_error_m("causal")


def test_a_causal_fix_does_not_know_the_future():
    files = _track_files()
    recording = read_recording(files)
    site = read_site(_site_files())
    whole = answer_recording(site, recording, parse_mode("causal"))
    half = len(recording.asks) // 2
    until_s = recording.asks[half].time_s
    kept = [
        line
        for line in files["sightings.csv"].splitlines()[1:]
        if float(line.split(",")[0]) <= until_s
    ]
    files["sightings.csv"] = "\n".join([files["sightings.csv"].splitlines()[0], *kept, ""])
    cut = answer_recording(site, read_recording(files), parse_mode("causal"))
    assert cut[: half + 1] == whole[: half + 1]


def test_a_lagging_fix_knows_no_more_than_its_lag():
    files = _track_files()
    recording = read_recording(files)
    site = read_site(_site_files())
    whole = answer_recording(site, recording, parse_mode("lag:2"))
    half = len(recording.asks) // 2
    until_s = recording.asks[half].time_s + 2
    header, *lines = files["sightings.csv"].splitlines()
    kept = [line for line in lines if float(line.split(",")[0]) <= until_s]
    files["sightings.csv"] = "\n".join([header, *kept, ""])
    cut = answer_recording(site, read_recording(files), parse_mode("lag:2"))
    assert cut[: half + 1] == whole[: half + 1]


def test_what_was_never_heard_is_left_empty():
    files = _track_files() | {"ask.csv": "time_s,subject,level\n4.50,ghost,\n"}
    recording = read_recording(files)
    for mode in ("causal", "lag:2", "smooth"):
        fixes = answer_recording(read_site(_site_files()), recording, parse_mode(mode))
        assert format_fixes(recording.asks, fixes).splitlines()[1] == "4.50,ghost,,,,"


def test_a_standing_subject_gets_one_place_in_hindsight():
    recording = read_recording(_track_files() | {"track.json": '{"motion": "standing"}'})
    fixes = answer_recording(read_site(_site_files()), recording, parse_mode("smooth"))
    assert len({(fix.x_m, fix.y_m) for fix in fixes if fix}) == 1


@pytest.mark.parametrize("mode", ["", "live", "lag:", "lag:-1", "lag:inf", "lag:x", "smooth:3"])
def test_an_unknown_mode_is_refused(mode):
    with pytest.raises(ValueError, match="causal, lag:SECONDS or smooth"):
        parse_mode(mode)


@pytest.mark.parametrize("lag_s", [-1.0, math.nan])
def test_nobody_answers_before_the_moment_asked(lag_s):
    with pytest.raises(ValueError, match="must not be negative"):
        Mode(lag_s)


def test_the_model_of_the_site_is_taken_as_it_is():
    files = _site_files()
    document = json.loads(files["site.json"])
    document["model"] = {"path_loss_exponent": 2.1, "noise_sd_db": 3, "shadowing_sd_db": 0}
    model = read_site(files | {"site.json": json.dumps(document)}).model
    assert (model.exponent, model.noise_sd_db, model.shadowing_sd_db) == (2.1, 3.0, 0.0)
    assert model.known


def test_a_radio_without_a_place_is_left_out():
    files = _site_files()
    files["radios.csv"] += "lost,1,,,,\n"
    assert "lost" not in {radio.id for radio in read_site(files).radios}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "sightings.csv",
            "time_s,subject,radio,rssi_dbm\n",
            "column device_model is missing; found",
        ),
        ("sightings.csv", "", "found: nothing"),
        ("ask.csv", "time_s,subject,level\nsoon,walker,1\n", "ask.csv line 2: time_s 'soon'"),
        ("ask.csv", "time_s,subject,level\n1,,1\n", "ask.csv line 2: subject is empty"),
        ("ask.csv", "time_s,subject,level\n1,a,1,7\n", "ask.csv line 2: more fields"),
        ("ask.csv", b"\xff\xfe\x00", "ask.csv: is not UTF-8"),
        ("track.json", "{", "track.json: is no JSON"),
        ("track.json", "[]", "track.json: must be an object"),
    ],
)
def test_a_broken_recording_is_named_by_file_and_line(name, text, words):
    with pytest.raises(RecordingError, match=words):
        read_recording(_track_files() | {name: text})


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("{}", "levels must be a list"),
        ('{"levels": [{}]}', r"levels\[0\] needs a level"),
        ('{"levels": [{"level": "1", "outline": [1]}]}', r"levels\[0\].outline must be"),
        ('{"levels": [{"level": "1", "outline": [[0, 0]]}]}', "three corners"),
        ('{"levels": [{"level": "1", "outline": [[NaN, 0]]}]}', r"levels\[0\].outline must be"),
        ('{"levels": [{"level": "1", "ordinal": 1' + "0" * 400 + "}]}", "ordinal is inf"),
        ('{"levels": [{"level": "1"}], "model": {}}', "path_loss_exponent is None"),
        ('{"levels": [{"level": "1"}], "subject_height_m": "tall"}', "subject_height_m"),
    ],
)
def test_a_broken_site_is_named(document, words):
    with pytest.raises(RecordingError, match=words):
        read_site(_site_files() | {"site.json": document})


def test_a_missing_file_is_named():
    with pytest.raises(RecordingError, match=r"ask\.csv is missing"):
        read_recording({"sightings.csv": _track_files()["sightings.csv"]})


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_or_read_but_nothing_else(document):
    for read in (
        lambda: read_survey(document),
        lambda: read_site(_site_files() | {"site.json": document}),
        lambda: read_recording(_track_files() | {"sightings.csv": document}),
    ):
        with contextlib.suppress(RecordingError):
            read()


def test_scores_count_as_the_format_says():
    truth = [Position(float(t), "s", "1", 0.0, 0.0) for t in range(4)]
    fixes = [
        Position(0.0, "s", "1", 3.0, 4.0, 6.0),
        Position(1.0004, "s", "2", 0.0, 1.0, 0.5),
        Position(2.0, "s", "1", None, None),
        Position(9.0, "s", "1", 0.0, 0.0),
    ]
    score = score_fixes(truth, fixes)
    assert (score.rows, score.answered, score.mean_m) == (4, 2, 3.0)
    assert (score.level_accuracy, score.coverage) == (0.5, 0.5)


def test_fixes_are_written_as_they_were_asked():
    recording = read_recording(_track_files() | {"ask.csv": "time_s,subject,level\n2.50,walker,\n"})
    fix = Fix(2.5, "walker", "1", 1.23456, 2.0, ((1.0, 0.0), (0.0, 1.0)), 2.45)
    assert format_fixes(recording.asks, [fix]).splitlines()[1] == "2.50,walker,1,1.235,2.000,2.450"


def test_locate_writes_one_row_for_each_row_asked(site_folder, tmp_path):
    out = tmp_path / "fixes.csv"
    assert main(["locate", str(site_folder), "walk", "--mode", "lag:2", "--out", str(out)]) == 0
    fixes = read_positions("fixes.csv", out.read_bytes())
    assert [fix.time_s for fix in fixes] == [moment.time_s for moment in WALK]
    assert all(fix.radius_95_m is not None for fix in fixes)


def test_locate_tells_what_it_left_out_and_what_it_left_empty(site_folder, tmp_path, capsys):
    track = site_folder / "tracks" / "walk"
    known, heard = HALL.radios[0].id, len(hear_all(HALL, WALK, seed=4)) + 2
    with (track / "sightings.csv").open("a") as file:
        file.write(f"3.0,walker,,nobody,-70\n3.1,walker,,{known},12\n")
    with (track / "ask.csv").open("a") as file:
        file.write("4.0,somebody else,\n")
    out = tmp_path / "fixes.csv"
    assert main(["locate", str(site_folder), "walk", "--out", str(out)]) == 0
    told = capsys.readouterr().err
    assert f"1 of {heard} sightings left out: of radios that the site does not have." in told
    assert f"1 of {heard} sightings left out: with an RSSI or a time that cannot be." in told
    assert f"1 of {len(WALK) + 1} rows left empty: nothing was heard that tells." in told


def test_locate_says_so_when_no_radio_is_known(site_folder, tmp_path, capsys):
    track = site_folder / "tracks" / "walk"
    heading = "time_s,subject,device_model,radio,rssi_dbm\n"
    (track / "sightings.csv").write_text(heading + "3.0,walker,,nobody,-70\n")
    assert main(["locate", str(site_folder), "walk", "--out", str(tmp_path / "fixes.csv")]) == 0
    assert "compare the radios of radios.csv with those of sightings.csv" in capsys.readouterr().err


def test_locate_names_a_missing_column_and_writes_nothing(site_folder, tmp_path, capsys):
    (site_folder / "tracks" / "walk" / "ask.csv").write_text("time_s,who\n1,walker\n")
    out = tmp_path / "fixes.csv"
    assert main(["locate", str(site_folder), "walk", "--out", str(out)]) == 2
    message = capsys.readouterr().err
    assert "ask.csv line 1: column subject, level is missing; found: time_s, who" in message
    assert message.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"track": "nowhere"}, "is no folder"),
        ({"mode": "sometimes"}, "The mode is"),
        ({"out": "no/such/folder/fixes.csv"}, "cannot be written"),
    ],
)
def test_locate_refuses_wrong_use(site_folder, tmp_path, capsys, change, words):
    use = {"track": "walk", "mode": "causal", "out": "fixes.csv"} | change
    arguments = [str(site_folder), use["track"], "--mode", use["mode"]]
    assert main(["locate", *arguments, "--out", str(tmp_path / use["out"])]) == 2
    assert words in capsys.readouterr().err
