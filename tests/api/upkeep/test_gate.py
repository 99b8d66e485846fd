from datetime import date

from api.upkeep.gate import GROUP, MOST_OF_ONE, Gate, Grouping

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def test_the_same_thing_from_the_same_address_counts_once_a_day():
    gate = Gate()
    assert gate.judge("a", "book", MONDAY) == "new"
    assert gate.judge("a", "book", MONDAY) == "again"
    assert gate.judge("b", "book", MONDAY) == "new"
    assert gate.judge("a", "book", TUESDAY) == "new"


def test_one_address_tells_so_much_a_day_and_others_go_on():
    gate = Gate()
    told = [gate.judge("a", number, MONDAY) for number in range(MOST_OF_ONE + 2)]
    assert told.count("new") == MOST_OF_ONE
    assert told[-1] == "too many"
    assert gate.judge("b", 0, MONDAY) == "new"
    assert gate.judge("a", 0, TUESDAY) == "new"


def test_no_address_is_kept_as_it_is():
    gate = Gate()
    gate.judge("192.0.2.77", "book", MONDAY)
    assert "192.0.2.77" not in repr(gate)


def test_words_are_seen_when_a_group_has_searched_for_them_and_then_one_by_one():
    groups = Grouping()
    grown = [groups.note(f"sender {n}", "lautapelit", MONDAY) for n in range(GROUP + 2)]
    assert grown == [0] * (GROUP - 1) + [GROUP, 1, 1]


def test_one_who_searches_again_and_again_is_no_group():
    groups = Grouping()
    assert sum(groups.note("a", "my own name", MONDAY) for _ in range(50)) == 0


def test_a_group_does_not_gather_over_days():
    groups = Grouping()
    for day in (MONDAY, TUESDAY):
        assert sum(groups.note(f"s{n}", "x", day) for n in range(GROUP - 1)) == 0
