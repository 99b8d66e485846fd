"""Ways are compared with those of others in one run, and all come to the same lengths."""

import re

from benchmarks import routing


def test_all_methods_find_ways_of_the_same_length(capsys):
    routing.main(["--quick"])
    shown = capsys.readouterr().out
    rows = re.findall(r"^\| (.+?) \|.*\| (\S+) \|$", shown, re.MULTILINE)
    longest = {name: float(ratio) for name, ratio in rows if re.fullmatch(r"[\d.]+", ratio)}
    assert set(longest) == {name for name, _ in routing.METHODS}
    assert all(abs(ratio - 1) < 1e-6 for ratio in longest.values())


def test_a_method_that_does_not_get_ready_is_said_so(monkeypatch):
    monkeypatch.setattr(routing, "PREPARE_S", 0.0)
    floor = routing.prepare(routing.make_floor(100), 3)
    rows = {row[0]: row for row in routing.table(floor, 1)}
    assert rows["extremitypathfinder"][-1] == "not prepared in 0 s"
