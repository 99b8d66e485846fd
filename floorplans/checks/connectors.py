"""Stairs, lifts, ramps and escalators that join levels as their kind does."""

from __future__ import annotations

from collections.abc import Iterator

from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.things import Where
from floorplans.model import Connector, Plan


def check_connectors(plan: Plan) -> Iterator[Problem]:
    """Find connectors whose stops, direction, steps or costs make no sense."""
    for connector in plan.connectors:
        where = _at(connector)
        levels = {stop.level for stop in connector.stops}
        if len(levels) < 2 or len(levels) < len(connector.stops):
            message = "It needs one stop on each of two levels or more; add or remove stops."
            yield report("connector-stops", where, message)
        if connector.kind == "lift" and not connector.step_free:
            message = "A lift takes wheelchairs; mark it as step-free, or correct its kind."
            yield report("lift-steps", where, message)
        if connector.kind == "escalator" and connector.step_free:
            message = "An escalator takes no wheelchair; mark it as not step-free."
            yield report("escalator-step-free", where, message)
        if connector.kind != "escalator" and connector.direction != "both":
            message = (
                f"Only an escalator runs one way; set the direction of the {connector.kind} to "
                '"both".'
            )
            yield report("connector-direction", where, message)
        if connector.level_cost_m <= 0.0 or connector.entry_cost_m < 0.0:
            message = "Give each level a cost above 0 m, such as 15 m for stairs."
            yield report("connector-cost", where, message)


def _at(connector: Connector) -> Where:
    place = f"{connector.kind} {connector.id}"
    if not connector.stops:
        return Where(place, connector.id)
    stop = connector.stops[0]
    return Where(place, connector.id, stop.level, stop.x_m, stop.y_m)
