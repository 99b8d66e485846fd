import io
import os
import subprocess
import sys

import pytest

from api.cli import main


@pytest.fixture
def sort(monkeypatch, capsys):
    def run(text: str | bytes, *options: str) -> tuple[int, str, str]:
        raw = text.encode() if isinstance(text, str) else text
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        status = main(["sort", *options])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_lines_come_out_in_shelf_order(sort):
    lines = "84.21 AHO\n84.2 ÖST\n1 AAL\n07 HEL\n84.2 ÅBE\n"
    assert sort(lines, "--scheme", "ykl") == (
        0,
        "07 HEL\n1 AAL\n84.2 ÅBE\n84.2 ÖST\n84.21 AHO\n",
        "",
    )


def test_lines_with_equal_places_stay_as_they_came(sort):
    lines = "84.2 TOL\n84.2 tol\n84.2  Tol\n84.2 AAL\n"
    _, out, _ = sort(lines, "--scheme", "ykl")
    assert out == "84.2 AAL\n84.2 TOL\n84.2 tol\n84.2  Tol\n"


def test_lines_that_cannot_be_read_come_last_with_a_note(sort):
    status, out, err = sort("huu\n84.2 TOL\n\n07 HEL", "--scheme", "ykl")
    assert (status, out) == (0, "07 HEL\n84.2 TOL\nhuu\n\n")
    assert 'line 1: no ykl call number, put last: "huu"' in err
    assert 'line 3: no ykl call number, put last: ""' in err
    assert err.count("\n") == 2


def test_the_notes_are_few_and_short_however_many_there_could_be(sort):
    status, out, err = sort("huu\n" * 100 + "x" * 5000, "--scheme", "ykl")
    assert status == 0
    assert out.count("\n") == 101
    assert len(err.splitlines()) == 21
    assert err.endswith("hyllykartta: and 81 more.\n")
    assert len(sort("x" * 5000, "--scheme", "ykl")[2]) < 150


def test_v_and_w_are_one_letter_on_request(sort):
    lines = "Waltari\nVuorela\n"
    assert sort(lines, "--scheme", "finnish")[1] == "Vuorela\nWaltari\n"
    assert sort(lines, "--scheme", "finnish", "--v-equals-w")[1] == "Waltari\nVuorela\n"


def test_numbers_in_text_are_sorted_by_size(sort):
    assert sort("AA-111\nAA-12\n", "--scheme", "text")[1] == "AA-12\nAA-111\n"


def test_no_lines_give_no_lines(sort):
    assert sort("", "--scheme", "ykl") == (0, "", "")


def test_input_that_is_not_utf_8_is_refused(sort):
    status, out, err = sort(b"huu\n84.2 \xd6ST\n", "--scheme", "ykl")
    assert (status, out) == (2, "")
    assert err == "hyllykartta: standard input, line 2, is not UTF-8 text (byte 5).\n"


def test_a_line_without_an_end_is_refused(sort):
    status, out, err = sort(b"84.2 TOL\n" + b"8" * 1_000_001 + b"\n07 HEL\n", "--scheme", "ykl")
    assert (status, out) == (2, "")
    assert err.startswith("hyllykartta: standard input, line 2, is longer than 1 MB;")


@pytest.mark.parametrize(
    ("scheme", "in_order"),
    [
        ("ykl", ["07 HEL", "84.2 TOL"]),
        ("dewey", ["813.5 K42", "813.54 A1"]),
        ("lc", ["QA9 .B15", "QA9 .B2", "QA76.9 .A1"]),
        ("udc", ["53/54", "53", "531"]),
        ("sab", ["Fc", "Ft"]),
        ("sudoc", ["A 1.2:", "A 1.11:"]),
        ("finnish", ["Åberg", "Öhman"]),
        ("text", ["AA-12", "AA-111"]),
    ],
)
def test_every_scheme_can_be_asked_for(sort, scheme, in_order):
    backwards = "".join(f"{line}\n" for line in reversed(in_order))
    assert sort(backwards, "--scheme", scheme)[1].splitlines() == in_order


def test_a_reader_who_leaves_early_gets_no_complaint_and_no_file_stays_behind(tmp_path):
    script = "import sys; from api.cli import main; sys.exit(main(['sort', '--scheme', 'text']))"
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()
        process.stdout = None
        _, complaint = process.communicate(b"AA-12\n" * 150_000)
    assert (process.returncode, complaint) == (0, b"")
    assert list(tmp_path.iterdir()) == []


def test_a_closed_input_is_said(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", None)
    assert main(["sort", "--scheme", "ykl"]) == 2
    assert "standard input is closed" in capsys.readouterr().err


def test_an_unknown_scheme_is_refused(sort, capsys):
    with pytest.raises(SystemExit) as stopped:
        sort("", "--scheme", "zdc")
    assert stopped.value.code == 2
    assert "zdc" in capsys.readouterr().err
