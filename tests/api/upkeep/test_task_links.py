"""Jobs lead to the very shelf, bay or radio that they are about."""

from datetime import UTC, datetime

from api.branches import build_branch
from api.live.radios import RadioHealth
from api.upkeep.findings import Stale, Unreached
from api.upkeep.tasks import Facts, list_tasks
from routing.model import Spot
from tests.support.plans import toy_plan

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
AT = Spot("1", 2.0, 2.0)


def test_each_job_with_a_place_links_to_that_place():
    branch = build_branch(toy_plan())
    radio = branch.plan.radios[0].id
    facts = Facts(
        now=NOW,
        radios=((RadioHealth(radio, 3, 60.0, 1.0, -80.0), True),),
        stale=(Stale("aik-kauno", 4, "", "1B", AT),),
        unreached=(Unreached("s 2", "2", "2A", 3, AT),),
    )
    links = {each.kind: each.href for each in list_tasks(branch, facts, "fi")}
    assert links["radios"].endswith(f"#radio-{radio}")
    assert links["stale"].endswith("face=1B")
    assert links["unreached"].endswith("#shelves/s%202")
