"""OpenStreetMap's XML (.osm) as a plan: what has indoor tags goes the way of indoor GeoJSON.

The file is read by expat. A document type, with which XML can be made to grow without end or to
reach for other files, is refused before anything of it is looked at.

References
----------
OpenStreetMap, *OSM XML* and *Simple Indoor Tagging*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NoReturn
from xml.parsers import expat

from floorplans.checks.problem import Problem, info
from floorplans.errors import PlanFormatError
from floorplans.formats.documents import MOST_BYTES
from floorplans.formats.geojson import read_features
from floorplans.formats.osm_features import Element, Member, make_features
from floorplans.formats.result import ImportResult

MOST_ELEMENTS = 500_000
MOST_PARTS = 2_000_000
"""Tags, references and members of a file together."""

ElementKind = Literal["node", "way", "relation"]
KINDS: tuple[ElementKind, ...] = ("node", "way", "relation")
_ID = re.compile(r"-?\d{1,19}")
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?(?:[eE]-?\d{1,2})?")


def read_osm(content: bytes, branch: str = "") -> ImportResult:
    """Read a file of OpenStreetMap as far as it tells of the inside of a building.

    Parameters
    ----------
    content : bytes
        OSM XML, as editors save it and the servers' exports have it.
    branch : str
        Id of the plan.

    Returns
    -------
    ImportResult
        A plan with everything of the file that it can hold, and problems by element.

    Raises
    ------
    PlanFormatError
        If the file is no OSM XML, has a document type, or is too large for one building.
    """
    elements = parse_osm(content)
    problems: list[Problem] = []
    features, outdoors = make_features(elements, problems)
    if outdoors:
        message = f"{outdoors} things without tags of indoor mapping were passed over."
        problems.append(info("not-indoor", "file", message))
    return read_features(features, branch, problems)


def parse_osm(content: bytes) -> dict[str, Element]:
    """Read the elements of OSM XML by their kind and number ("way/12").

    Raises
    ------
    PlanFormatError
        If it is no OSM XML; the message has the line.

    Examples
    --------
    >>> xml = b'<osm><node id="1" lat="60.1" lon="24.9"><tag k="door" v="yes"/></node></osm>'
    >>> parse_osm(xml)["node/1"].tags
    {'door': 'yes'}
    """
    if len(content) > MOST_BYTES:
        raise PlanFormatError(f"is too large; at most {MOST_BYTES // 1_000_000} MB are read")
    if not content.strip():
        raise PlanFormatError("is empty")
    reading = _Reading()
    try:
        reading.parser.Parse(content, True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        raise PlanFormatError(
            f"is not XML (line {error.lineno}, column {error.offset + 1}: {why}); "
            "save or download it anew as .osm"
        ) from error
    except (LookupError, ValueError) as error:
        raise PlanFormatError("is in an encoding that is not read; save it as UTF-8") from error
    return reading.elements


@dataclass
class _Reading:
    """Gathers elements from what expat calls out."""

    elements: dict[str, Element] = field(default_factory=dict)
    depth: int = 0
    parts: int = 0
    now: Element | None = None

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.EntityDeclHandler = self._refuse_doctype
        self.parser.ExternalEntityRefHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _refuse_doctype(self, *_: object) -> NoReturn:
        self._complain("it has a document type or entities, which OSM files never have")

    def _complain(self, what: str) -> NoReturn:
        line = self.parser.CurrentLineNumber
        raise PlanFormatError(f"cannot be read (line {line}: {what})")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 1 and name != "osm":
            wanted = "a map extract, whose first element is osm"
            self._complain(f"its first element is {name[:40]!a}; save it as {wanted}")
        if self.depth == 2:
            self._begin(name, attributes)
        elif self.depth == 3 and self.now is not None:
            self._add(self.now, name, attributes)

    def _end(self, name: str) -> None:
        if self.depth == 2:
            self.now = None
        self.depth -= 1

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        is_gone = attributes.get("action") == "delete" or attributes.get("visible") == "false"
        if name not in KINDS or is_gone:
            return
        number = attributes.get("id", "")
        if not _ID.fullmatch(number):
            self._complain(f"a {name} has no id")
        if len(self.elements) >= MOST_ELEMENTS:
            self._complain(f"there are more than {MOST_ELEMENTS} elements; export a smaller area")
        position = self._position(attributes) if name == "node" else None
        self.now = Element(f"{name}/{number}", position, self.parser.CurrentLineNumber)
        self.elements.setdefault(self.now.id, self.now)

    def _position(self, attributes: dict[str, str]) -> tuple[float, float]:
        texts = (attributes.get("lon", ""), attributes.get("lat", ""))
        if not all(_DEGREES.fullmatch(text) for text in texts):
            self._complain(f"node {attributes['id']} has no lat and lon in degrees")
        return float(texts[0]), float(texts[1])

    def _add(self, element: Element, name: str, attributes: dict[str, str]) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            self._complain(f"there are more than {MOST_PARTS} tags and references")
        if name == "tag":
            element.tags[attributes.get("k", "")] = attributes.get("v", "")
        elif name == "nd":
            element.nodes.append(f"node/{attributes.get('ref', '')}")
        elif name == "member":
            of = f"{attributes.get('type', '')}/{attributes.get('ref', '')}"
            element.members.append(Member(of, attributes.get("role", "")))
