import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.sorting import LineSorter, Unread
from api.usage import UsageError
from floorplans.callnumbers.base import Scheme
from floorplans.callnumbers.registry import get_scheme
from floorplans.errors import CallNumberError

YKL = get_scheme("ykl")
ONE_LINE = 1
SOME_LINES = 400

lines = st.lists(
    st.one_of(
        st.builds(
            "{}{}{}".format,
            st.sampled_from(["", "AIK ", "L"]),
            st.sampled_from(["84.2", "84.21", "07", "1"]),
            st.sampled_from(["", " tol", " TOL", " Öst", " Aal, B"]),
        ),
        st.sampled_from(["", "huu", "?"]),
    ),
    max_size=40,
)

PEAK_MEMORY = """
import resource, sys, tempfile
from pathlib import Path
from api.sorting import LineSorter
from floorplans.callnumbers.registry import get_scheme
count = int(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    sorter = LineSorter(get_scheme("ykl"), Path(folder), run_bytes=500_000)
    sorter.read(b"%d.%d TOL\\n" % (n * 7919 % 100, n * 104729 % 99991) for n in range(count))
    assert sum(1 for _ in sorter.lines()) == count
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def sort_bytes(raw: list[bytes], run_bytes: int = 10**6) -> tuple[list[bytes], Unread]:
    with tempfile.TemporaryDirectory() as folder:
        return sort_in(Path(folder), raw, run_bytes)


def sort_in(
    folder: Path, raw: list[bytes], run_bytes: int, scheme: Scheme = YKL
) -> tuple[list[bytes], Unread]:
    sorter = LineSorter(scheme, folder, run_bytes)
    unread = sorter.read(raw)
    return list(sorter.lines()), unread


def sort_in_memory(texts: list[str]) -> list[str]:
    def place(text: str) -> tuple[bool, object]:
        try:
            return (False, YKL.parse(text).list_key)
        except CallNumberError:
            return (True, ())

    return sorted(texts, key=place)


@pytest.mark.parametrize("run_bytes", [ONE_LINE, SOME_LINES, 10**6])
@given(texts=lines)
def test_lines_come_out_as_from_a_stable_sort_however_they_are_split(run_bytes, texts):
    raw = [f"{text}\n".encode() for text in texts]
    in_order, _ = sort_bytes(raw, run_bytes)
    assert in_order == [f"{text}\n".encode() for text in sort_in_memory(texts)]


def test_more_runs_than_files_that_may_be_open_are_merged_on_the_way():
    texts = [f"{n * 37 % 100:02}.{n % 7} TOL" for n in range(1500)]
    in_order, _ = sort_bytes([f"{text}\n".encode() for text in texts], ONE_LINE)
    assert in_order == [f"{text}\n".encode() for text in sort_in_memory(texts)]


def test_line_ends_are_those_of_the_first_line_and_a_byte_order_mark_goes():
    raw = [b"\xef\xbb\xbf84.2 TOL\r\n", b"?\r\n", b"07 HEL"]
    assert sort_bytes(raw)[0] == [b"07 HEL\r\n", b"84.2 TOL\r\n", b"?\r\n"]


def test_twenty_lines_that_cannot_be_read_are_named_and_the_others_counted():
    raw = [b"84.2\n", *(b"huu\n" for n in range(50))]
    in_order, unread = sort_bytes(raw, ONE_LINE)
    assert in_order == raw
    assert unread.count == 50
    assert unread.first == tuple((n + 2, "huu") for n in range(20))


def test_a_line_that_is_not_utf_8_is_named_by_its_number():
    with pytest.raises(UsageError, match=r"line 2, is not UTF-8 text \(byte 5\)"):
        sort_bytes([b"84.2\n", b"84.2 \xd6ST\n"])


def test_a_full_disk_is_said_with_what_to_do(tmp_path):
    (tmp_path / "run-1").symlink_to("/dev/full")
    with pytest.raises(
        UsageError, match=r"\(No space left on device\); make room there or set TMPD"
    ):
        sort_in(tmp_path, [b"84.2 TOL\n"], ONE_LINE)


@pytest.mark.parametrize("name", ["ykl", "dewey", "lc", "udc", "sab", "sudoc", "finnish", "text"])
def test_places_of_every_scheme_survive_the_way_through_a_file(name, tmp_path):
    texts = ["R 84.2 TOL 1", "QA 76.9 .D3 1995 v.2", "Y 4.ED 8/1:117-48", "53(075)"]
    texts += ["Hcf Andersson", "Aalto, Veikko", "813.54 K42m c.2", "84.2 ÖST", "Fc/0"]
    raw = [f"{text}\n".encode() for text in texts]
    scheme = get_scheme(name)
    whole = sort_in(tmp_path, raw, 10**6, scheme)
    assert not list(tmp_path.iterdir())
    assert sort_in(tmp_path, raw, ONE_LINE, scheme) == whole


def test_ten_times_the_lines_need_no_more_memory():
    few, many = (
        int(subprocess.check_output([sys.executable, "-c", PEAK_MEMORY, count]))
        for count in ("20000", "200000")
    )
    assert many - few < 15_000, "KiB more"
