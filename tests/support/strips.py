"""A wall of shelves with one partition on it, and its items, for tests of ranges."""

from collections.abc import Sequence

from hypothesis import strategies as st

from floorplans.model import Bay, BayRun, Face, Level, Partition, Plan, Range, Shelf, Text

LETTERS = "ABCDEFGHIJKLMNOPRSTUVY"
HEADINGS = tuple(f"84.2 {one}{two}A" for one in LETTERS for two in LETTERS)
"""Call numbers in order."""


def shelf(number: int, bays: int, boards: int = 5) -> Shelf:
    """Make a shelf with a face on one side."""
    id_ = f"{number}A"
    face = Face(id_, id_, "front", tuple(Bay(each, 0.9, boards) for each in range(1, bays + 1)))
    return Shelf(
        str(number), str(number), "1", 5.0, 2.0 * number, 0.9 * bays, 0.3, 0.0, 1.8, (face,)
    )


def plan_of(ranges: Sequence[Range], faces: int = 3, bays: int = 6) -> Plan:
    """Make a plan with shelves in a row and ranges of one partition."""
    fiction = Partition("aik", *[Text("Aikuiset")] * 5)
    music = Partition("mus", *[Text("Musiikki")] * 5)
    return Plan(
        "toy",
        Text("Toy"),
        "ykl",
        (Level("1", 0, Text("1"), ((0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0))),),
        shelves=tuple(shelf(number, bays) for number in range(1, faces + 1)),
        partitions=(fiction, music),
        ranges=tuple(ranges),
    )


def held(id_: str, face: str, first_bay: int, firsts: Sequence[str], last: str) -> Range:
    """Make a range of which the first item on each bay is known."""
    run = BayRun(face, first_bay, first_bay + len(firsts) - 1)
    return Range(id_, "aik", (run,), firsts[0], last, "2026-03-02", bay_firsts=tuple(firsts))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a plan whose bays hold call numbers in order, some of them free."""
    faces, bays = draw(st.integers(1, 3)), draw(st.integers(2, 6))
    spots = [(f"{face}A", bay) for face in range(1, faces + 1) for bay in range(1, bays + 1)]
    used = draw(st.lists(st.sampled_from(spots), min_size=1, unique=True).map(sorted))
    firsts = sorted(
        draw(
            st.lists(
                st.sampled_from(HEADINGS),
                min_size=len(used) + 1,
                max_size=len(used) + 1,
                unique=True,
            )
        )
    )
    ranges: list[Range] = []
    for number, ((face, bay), first) in enumerate(zip(used, firsts, strict=False)):
        before = ranges[-1] if ranges else None
        run = before.runs[-1] if before else None
        if before and run and run.face == face and run.last_bay == bay - 1 and draw(st.booleans()):
            known = (*before.bay_firsts, first)
            ranges[-1] = held(before.id, face, run.first_bay, known, firsts[number + 1])
        else:
            ranges.append(held(f"r{number}", face, bay, [first], firsts[number + 1]))
    return plan_of(ranges, faces, bays)


def stocks(largest: int = 40) -> st.SearchStrategy[dict[str, int]]:
    """Draw how many items have each call number."""
    return st.dictionaries(st.sampled_from(HEADINGS), st.integers(1, largest), min_size=1)
