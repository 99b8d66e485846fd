"""The features of an archive, as they are: nothing is judged here but what cannot be read."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from floorplans.checks.problem import Problem, violation
from floorplans.errors import PlanFormatError
from floorplans.formats.documents import MOST_VALUES, count_values, parse_document
from floorplans.formats.geometries import (
    SHOWN_CHARACTERS,
    Geometry,
    GeometryError,
    check_count,
    check_crowding,
    check_size,
    parse_geometry,
)
from floorplans.formats.imdf.spec import FILE_SUFFIX, MANIFEST
from floorplans.formats.native import MOST_LEVELS


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature.

    Attributes
    ----------
    id : str
        Its id; made up from file and place where it has none.
    type : str
        Its feature type ("unit"); that of the file where it does not say.
    geometry : Geometry or None
        None also where it cannot be read.
    properties : Mapping[str, Any]
        What stands under ``properties``.
    fingerprint : str
        SHA-256 of the feature, whatever the order and spacing of its JSON.
    """

    id: str
    type: str
    geometry: Geometry | None
    properties: Mapping[str, Any]
    fingerprint: str = ""

    @property
    def place(self) -> str:
        """What problems call it."""
        return f"{self.type} {self.id}"

    def text(self, key: str) -> str:
        """Give a property that is text, else an empty one."""
        value = self.properties.get(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Give the texts of a property that is a list."""
        value = self.properties.get(key)
        items = value if isinstance(value, list) else []
        return tuple(item for item in items if isinstance(item, str))


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive has in it; the manifest is empty where it cannot be read."""

    manifest: Mapping[str, Any]
    features: tuple[Feature, ...]
    problems: tuple[Problem, ...]

    def of(self, *types: str) -> tuple[Feature, ...]:
        """Give the features of some types, in the archive's order."""
        return tuple(feature for feature in self.features if feature.type in types)


def read_contents(files: Mapping[str, bytes]) -> Contents:
    """Read the manifest and all features of an archive.

    Parameters
    ----------
    files : Mapping[str, bytes]
        Contents by file name.

    Returns
    -------
    Contents
        What can be read, with a problem for each file and feature that cannot.

    Raises
    ------
    PlanFormatError
        If the files have too many values, features or positions for one building.
    """
    if count_values(files.values()) > MOST_VALUES:
        raise PlanFormatError(f"the files have more than {MOST_VALUES} values together")
    problems: list[Problem] = []
    manifest: Mapping[str, Any] = {}
    try:
        manifest = parse_document(files[MANIFEST])
    except KeyError:
        problems.append(violation("manifest", MANIFEST, "The archive has no manifest."))
    except PlanFormatError as error:
        problems.append(violation("manifest", MANIFEST, f"The file {error}."))
    features: dict[str, Feature] = {}
    for name in sorted(files):
        if name.endswith(FILE_SUFFIX):
            for found in _read_file(name, files[name]):
                if isinstance(found, Problem):
                    problems.append(found)
                elif found.id in features:
                    message = "Another feature has the same id; only the first one was read."
                    problems.append(violation("duplicate-id", found.place, message))
                else:
                    features[found.id] = found
    check_size(each.geometry for each in features.values())
    check_crowding(_geometries_by_level(features.values()))
    return Contents(manifest, tuple(features.values()), tuple(problems))


def id_of_end(end: Any) -> str:
    """Give the id of one end of a relationship; empty where it names none."""
    id_ = end.get("id") if isinstance(end, dict) else None
    return id_ if isinstance(id_, str) else ""


def fingerprint(feature: Any) -> str:
    """Give the SHA-256 of a feature's JSON, with sorted keys and whole numbers as such.

    Examples
    --------
    >>> fingerprint({"a": 1, "b": [2.0]}) == fingerprint({"b": [2], "a": 1})
    True
    """
    text = json.dumps(_plain(feature), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _geometries_by_level(features: Collection[Feature]) -> dict[str, list[Geometry]]:
    """Put geometries together by the level that they are of or on; the rest under an empty id."""
    levels = {feature.id for feature in features if feature.type == "level"}
    if len(levels) > MOST_LEVELS:
        raise PlanFormatError(f"there are more than {MOST_LEVELS} levels")
    found: defaultdict[str, list[Geometry]] = defaultdict(list)
    for feature in features:
        level = feature.id if feature.type == "level" else feature.text("level_id")
        if feature.geometry is not None:
            found[level if level in levels else ""].append(feature.geometry)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _read_file(name: str, content: bytes) -> Iterator[Feature | Problem]:
    place = f"file {name[:SHOWN_CHARACTERS]!a}"
    try:
        items = parse_document(content).get("features")
    except PlanFormatError as error:
        yield violation("unreadable-file", place, f"The file {error}; it was left out.")
        return
    if not isinstance(items, list):
        yield violation("no-features", place, "It is no FeatureCollection; it was left out.")
        return
    check_count(items)
    type_of_file = name.removesuffix(FILE_SUFFIX)
    for number, item in enumerate(items):
        yield from _read_feature(item, type_of_file, f"{type_of_file}-{number + 1}")


def _read_feature(item: Any, type_of_file: str, made_up_id: str) -> Iterator[Feature | Problem]:
    if not isinstance(item, dict):
        message = "It is no feature; it was left out."
        yield violation("no-feature", f"{type_of_file} {made_up_id}", message)
        return
    type_ = item.get("feature_type")
    type_ = type_[:SHOWN_CHARACTERS] if isinstance(type_, str) and type_ else type_of_file
    id_ = item.get("id")
    if not isinstance(id_, str) or not id_.strip() or not id_.isprintable():
        id_ = made_up_id
        yield violation("feature-id", f"{type_} {id_}", "It has no id that is text.")
    place = f"{type_} {id_[:SHOWN_CHARACTERS]}"
    properties = item.get("properties")
    if not isinstance(properties, dict):
        properties = {}
        yield violation("properties", place, "It has no properties.")
    geometry = None
    try:
        geometry = parse_geometry(item.get("geometry"))
    except GeometryError as error:
        yield violation(error.rule, place, str(error))
    yield Feature(id_[:SHOWN_CHARACTERS], type_, geometry, properties, fingerprint(item))
