import io

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
    assert 'put last: "huu"' in err
    assert err.count("\n") == 2


def test_v_and_w_are_one_letter_on_request(sort):
    lines = "Waltari\nVuorela\n"
    assert sort(lines, "--scheme", "finnish")[1] == "Vuorela\nWaltari\n"
    assert sort(lines, "--scheme", "finnish", "--v-equals-w")[1] == "Waltari\nVuorela\n"


def test_numbers_in_text_are_sorted_by_size(sort):
    assert sort("AA-111\nAA-12\n", "--scheme", "text")[1] == "AA-12\nAA-111\n"


def test_no_lines_give_no_lines(sort):
    assert sort("", "--scheme", "ykl") == (0, "", "")


def test_input_that_is_not_utf_8_is_refused(sort):
    status, out, err = sort(b"84.2 \xd6ST\n", "--scheme", "ykl")
    assert (status, out) == (2, "")
    assert "not UTF-8 text (byte 5)" in err


def test_an_unknown_scheme_is_refused(sort, capsys):
    with pytest.raises(SystemExit) as stopped:
        sort("", "--scheme", "zdc")
    assert stopped.value.code == 2
    assert "zdc" in capsys.readouterr().err
