"""Reading SVG back in tests."""

import re
from xml.etree import ElementTree

import pytest

SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_COMMAND = re.compile(r"([MLQZ])([^MLQZ]*)")


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [each for each in root.iter() if name in each.get("class", "").split()]


def words(root: ElementTree.Element) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


def path_points(data: str) -> list[tuple[float, float]]:
    """Give the points of a path; of a curve, its control point and not where it begins or ends."""
    points: list[tuple[float, float]] = []
    commands = _COMMAND.findall(data)
    for index, (command, numbers) in enumerate(commands):
        values = [float(each) for each in _NUMBER.findall(numbers)]
        pairs = list(zip(values[::2], values[1::2], strict=True))
        before_curve = index + 1 < len(commands) and commands[index + 1][0] == "Q"
        if command == "Q":
            points.append(pairs[0])
        elif not before_curve or command == "M":
            points.extend(pairs)
    return points


def close(point: tuple[float, float]) -> object:
    """Give what a point written to the centimetre equals."""
    return pytest.approx(point, abs=0.006)


def translation(element: ElementTree.Element) -> tuple[float, float]:
    x, y = _NUMBER.findall(element.get("transform", ""))[:2]
    return float(x), float(y)
