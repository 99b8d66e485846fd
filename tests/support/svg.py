"""Reading SVG back in tests."""

import re
from xml.etree import ElementTree

import pytest

Point = tuple[float, float]

SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)")
_STEP = re.compile(r"([Mhvlz])([^Mhvlz]*)")
_COMMAND = re.compile(r"([MLQZ])([^MLQZ]*)")


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [each for each in root.iter() if name in each.get("class", "").split()]


def faces(root: ElementTree.Element) -> dict[str, tuple[ElementTree.Element, list[Point]]]:
    """Give each face's path and the points of its outline by the face's id."""
    return {
        path.get("data-face", ""): (path, step_points(path, group)[0])
        for group in of_class(root, "m-shelf")
        for path in group.iter(f"{SVG}path")
        if path.get("data-face")
    }


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


def step_points(path: ElementTree.Element, group: ElementTree.Element) -> list[list[Point]]:
    """Give the points of each line of a path that is written in steps, in a group moved there."""
    x, y = translation(group)
    lines: list[list[Point]] = []
    for command, numbers in _STEP.findall(path.get("d", "")):
        values = [float(each) for each in _NUMBER.findall(numbers)]
        if command == "M":
            here = (x + values[0], y + values[1])
            lines.append([here])
        elif command != "z":
            right, down = {"h": (*values, 0.0), "v": (0.0, *values)}.get(command, values)
            here = (here[0] + right, here[1] + down)
            lines[-1].append(here)
    return lines


def close(point: tuple[float, float]) -> object:
    """Give what a point written to the centimetre equals."""
    return pytest.approx(point, abs=0.006)


def translation(element: ElementTree.Element) -> tuple[float, float]:
    x, y = _NUMBER.findall(element.get("transform", ""))[:2]
    return float(x), float(y)
