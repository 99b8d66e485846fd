"""The one place that writes SVG, on svgwrite with its slow validation off.

What is checked here instead: numbers are finite and rounded to two decimals (centimetres
where the unit is the metre), text has no characters that XML forbids, and attributes come
in a stable order, so that equal plans give equal bytes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import svgwrite

DECIMALS = 2
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Attribute = str | float | None


class DrawingError(ValueError):
    """Something cannot be drawn; the message names it."""


def format_number(value: float, name: str = "a coordinate") -> str:
    """Write a number with at most two decimals and nothing superfluous.

    Parameters
    ----------
    value : float
        The number.
    name : str
        What it is, for the error.

    Returns
    -------
    str
        The number without trailing zeros and without a negative zero.

    Raises
    ------
    DrawingError
        If the number is infinite or not a number.

    Examples
    --------
    >>> format_number(12.3), format_number(-0.001), format_number(4.0)
    ('12.3', '0', '4')
    """
    if not math.isfinite(value):
        raise DrawingError(f"Cannot draw {name} = {value}; check the plan for such a number.")
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def clean_text(text: str) -> str:
    """Leave out what XML cannot hold: control characters and halves of surrogate pairs.

    Examples
    --------
    >>> clean_text("84.2" + chr(0) + " TOL")
    '84.2 TOL'
    """
    return _FORBIDDEN.sub("", text)


class Node:
    """An element of a drawing; its methods add children and give them back."""

    __slots__ = ("_drawing", "_element")

    def __init__(self, drawing: Any, element: Any) -> None:
        self._drawing = drawing
        self._element = element

    def describe(self, title: str, description: str | None = None) -> None:
        """Say in words what the element shows; a title is also its tooltip."""
        cleaned = None if description is None else clean_text(description)
        self._element.set_desc(clean_text(title), cleaned)

    def group(
        self,
        at: tuple[float, float] | None = None,
        turn_deg: float | None = None,
        **attributes: Attribute,
    ) -> Node:
        """Add a group, moved to ``at`` and then turned clockwise if so asked."""
        transform = [] if at is None else [f"translate({_pair(at)})"]
        if turn_deg is not None:
            transform.append(f"rotate({format_number(turn_deg, 'an angle')})")
        return self._add(
            self._drawing.g(), {"transform": " ".join(transform) or None, **attributes}
        )

    def path(self, data: str, **attributes: Attribute) -> Node:
        """Add a path; `kiosk_ui.svg.frame` makes its data."""
        return self._add(self._drawing.path(d=data), attributes)

    def circle(self, x: float, y: float, radius: float, **attributes: Attribute) -> Node:
        """Add a circle."""
        return self._add(self._drawing.circle(), {"cx": x, "cy": y, "r": radius, **attributes})

    def rect(
        self, x: float, y: float, width: float, height: float, **attributes: Attribute
    ) -> Node:
        """Add a rectangle by its corner of least x and y."""
        box: dict[str, Attribute] = {"x": x, "y": y, "width": width, "height": height}
        return self._add(self._drawing.rect(), {**box, **attributes})

    def text(
        self, words: str, at: tuple[float, float] | None = None, **attributes: Attribute
    ) -> Node:
        """Add a line of text."""
        place: dict[str, Attribute] = {} if at is None else {"x": at[0], "y": at[1]}
        return self._add(self._drawing.text(clean_text(words)), {**place, **attributes})

    def span(self, words: str, **attributes: Attribute) -> Node:
        """Add a run of characters to a text."""
        return self._add(self._drawing.tspan(clean_text(words)), attributes)

    def _add(self, element: Any, attributes: Mapping[str, Attribute]) -> Node:
        _set_attributes(element, attributes)
        self._element.add(element)
        return Node(self._drawing, element)


class Sheet(Node):
    """A whole drawing."""

    def __init__(
        self,
        view_box: tuple[float, float, float, float],
        title: str,
        description: str,
        css: str,
        **attributes: Attribute,
    ) -> None:
        drawing = svgwrite.Drawing(debug=False)
        super().__init__(drawing, drawing)
        box = " ".join(format_number(value, "a view box") for value in view_box)
        _set_attributes(drawing, {"viewBox": box, "role": "img", **attributes})
        drawing.add(drawing.style(css))
        self.describe(title, description)

    def hatch(self, name: str, period: float, line_width: float, line_class: str) -> str:
        """Define a pattern of lines at 45°.

        Parameters
        ----------
        name : str
            Id of the pattern, unique on the page.
        period, line_width : float
            Distance and width of the lines, user units.
        line_class : str
            Class that colours the lines.

        Returns
        -------
        str
            The paint to fill with.
        """
        pattern = self._drawing.pattern()
        attributes: dict[str, Attribute] = {
            "id": name,
            "width": period,
            "height": period,
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        }
        _set_attributes(pattern, attributes)
        Node(self._drawing, pattern).rect(0, 0, line_width, period, class_=line_class)
        self._drawing.defs.add(pattern)
        return f"url(#{name})"

    def to_text(self) -> str:
        """Give the SVG document, without an XML declaration, so that HTML can hold it."""
        return str(self._drawing.tostring())


def _set_attributes(element: Any, attributes: Mapping[str, Attribute]) -> None:
    for name, value in attributes.items():
        if isinstance(value, str):
            element.update({name: clean_text(value)})
        elif value is not None:
            element.update({name: format_number(value, f'"{name}" of <{element.elementname}>')})


def _pair(point: tuple[float, float]) -> str:
    return f"{format_number(point[0], 'x')} {format_number(point[1], 'y')}"
