"""What IMDF says of each feature by itself: keys, categories, names, references.

`floorplans.formats.imdf.tiling` looks at how features lie together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from floorplans.checks.problem import Problem, info, violation, warning
from floorplans.formats.geometries import GeometryError, parse_geometry
from floorplans.formats.imdf.features import Contents, Feature
from floorplans.formats.imdf.spec import (
    FEATURES,
    LABELS,
    MANIFEST,
    MANY_REFERENCES,
    NOTHING,
    ONE_REFERENCE,
    RESTRICTIONS,
    VERSION,
    FeatureSpec,
)

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.I)
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
EXTENSION = re.compile(r"imdf:extension:[\w.-]+:[\w.-]+#\d+\.\d+\.\d+")
DIRECTIONS = frozenset({"directed", "undirected"})
ENDS = ("origin", "destination")
SHOWN_CHARACTERS = 40

Index = Mapping[str, Feature]


def check_features(contents: Contents) -> Iterator[Problem]:
    """Find what does not fit IMDF in the manifest and in each feature by itself.

    Parameters
    ----------
    contents : Contents
        What an archive has in it.

    Yields
    ------
    Problem
        With the feature's type and id as its place.
    """
    yield from _check_manifest(contents.manifest)
    venues = len(contents.of("venue"))
    if venues != 1:
        yield violation("one-venue", "venue", f"The archive has {venues} venues; it needs one.")
    index = {feature.id: feature for feature in contents.features}
    for feature in contents.features:
        spec = FEATURES.get(feature.type)
        if spec is None:
            yield _unknown_type(feature, contents.manifest)
        else:
            yield from _check_feature(feature, spec, index)
    yield from _check_parents(contents.of("geofence", "section"))


def _check_manifest(manifest: Mapping[str, Any]) -> Iterator[Problem]:
    if not manifest:
        return
    if manifest.get("version") != VERSION:
        yield violation("manifest-version", MANIFEST, f'"version" is not "{VERSION}".')
    if not _is_time(manifest.get("created")):
        yield violation("manifest-created", MANIFEST, '"created" is no ISO 8601 date and time.')
    if not _matches(LANGUAGE_TAG, manifest.get("language")):
        yield violation("manifest-language", MANIFEST, '"language" is no language tag.')
    extensions = manifest.get("extensions")
    if extensions is not None and not (
        isinstance(extensions, list) and all(_matches(EXTENSION, each) for each in extensions)
    ):
        message = '"extensions" is no list of names like imdf:extension:ORGANISATION:NAME#1.0.0.'
        yield violation("manifest-extensions", MANIFEST, message)


def _unknown_type(feature: Feature, manifest: Mapping[str, Any]) -> Problem:
    if manifest.get("extensions"):
        message = "IMDF has no such type; it is of an extension that is not read here."
        return info("feature-type", feature.place, message)
    message = "IMDF has no such type, and the manifest declares no extension."
    return violation("feature-type", feature.place, message)


def _check_feature(feature: Feature, spec: FeatureSpec, index: Index) -> Iterator[Problem]:
    properties, place = feature.properties, feature.place
    if not UUID4.fullmatch(feature.id):
        yield violation("feature-id", place, "Its id is no UUID of version 4.")
    yield from _check_geometry(feature, spec)
    for key in spec.required:
        if properties.get(key) is None:
            yield violation("missing-property", place, f'It has no "{key}".')
    for key in spec.nullable:
        if key not in properties:
            yield warning("missing-property", place, f'It has no "{key}", not even null.')
    category = properties.get("category")
    if spec.categories and category is not None and not _is_one_of(category, spec.categories):
        yield violation("category", place, f"IMDF has no {feature.type} {_shown(category)}.")
    restriction = properties.get("restriction")
    if restriction is not None and not _is_one_of(restriction, RESTRICTIONS):
        yield violation("restriction", place, f"IMDF has no restriction {_shown(restriction)}.")
    for key in LABELS:
        if properties.get(key) is not None and not _is_labels(properties[key]):
            yield violation("labels", place, f'"{key}" is no object of words by language.')
    yield from _check_references(feature, index)
    yield from _check_kinds(feature)


def _check_geometry(feature: Feature, spec: FeatureSpec) -> Iterator[Problem]:
    if spec.geometry is None:
        return
    kind = feature.geometry.kind if feature.geometry else None
    if spec.geometry == NOTHING:
        if kind is not None:
            yield violation("geometry", feature.place, "It has a geometry and should have none.")
    elif kind not in spec.geometry:
        expected = " or ".join(sorted(spec.geometry))
        yield violation("geometry", feature.place, f"Its geometry is no {expected}.")


def _check_references(feature: Feature, index: Index) -> Iterator[Problem]:
    for key, type_ in ONE_REFERENCE.items():
        value = feature.properties.get(key)
        if value is not None:
            yield from _check_reference(feature, key, value, type_, index)
    for key, type_ in MANY_REFERENCES.items():
        values = feature.properties.get(key)
        if values is not None:
            yield from _check_list(feature, key, values, type_, index)
    if feature.type == "relationship":
        for end in ENDS:
            if feature.properties.get(end) is not None:
                yield from _check_end(feature, end, feature.properties[end], index)
        between = feature.properties.get("intermediary")
        for each in between if isinstance(between, list) else []:
            yield from _check_end(feature, "intermediary", each, index)


def _check_list(
    feature: Feature, key: str, values: Any, type_: str, index: Index
) -> Iterator[Problem]:
    if not isinstance(values, list):
        yield violation("reference", feature.place, f'"{key}" is no list of ids.')
        return
    for value in values:
        yield from _check_reference(feature, key, value, type_, index)


def _check_reference(
    feature: Feature, key: str, value: Any, type_: str, index: Index
) -> Iterator[Problem]:
    target = index.get(value) if isinstance(value, str) else None
    if target is None or target.type != type_:
        yield violation(
            "reference", feature.place, f'"{key}" names no {type_}: {_shown(value)} is none.'
        )


def _check_end(feature: Feature, key: str, value: Any, index: Index) -> Iterator[Problem]:
    id_ = value.get("id") if isinstance(value, dict) else None
    target = index.get(id_) if isinstance(id_, str) else None
    if target is None or target.type != value.get("feature_type"):
        yield violation("reference", feature.place, f'"{key}" names no feature of the archive.')


def _check_kinds(feature: Feature) -> Iterator[Problem]:
    properties = feature.properties
    if feature.type == "level":
        if properties.get("ordinal") is not None and type(properties["ordinal"]) is not int:
            yield violation("ordinal", feature.place, '"ordinal" is no whole number.')
        if properties.get("outdoor") is not None and type(properties["outdoor"]) is not bool:
            yield violation("outdoor", feature.place, '"outdoor" is neither true nor false.')
    if feature.type == "relationship" and not _is_one_of(properties.get("direction"), DIRECTIONS):
        yield violation("direction", feature.place, '"direction" is not directed or undirected.')
    point = properties.get("display_point")
    if point is not None and not _is_point(point):
        yield violation("display-point", feature.place, '"display_point" is no point.')


def _check_parents(features: tuple[Feature, ...]) -> Iterator[Problem]:
    """Take away what has no parent left, again and again; the rest has no beginning."""
    ids = {feature.id for feature in features}
    missing = {each.id: len(ids.intersection(each.texts("parents"))) for each in features}
    children: dict[str, list[str]] = defaultdict(list)
    for feature in features:
        for parent in ids.intersection(feature.texts("parents")):
            children[parent].append(feature.id)
    free = [id_ for id_, count in missing.items() if not count]
    while free:
        for child in children[free.pop()]:
            missing[child] -= 1
            if not missing[child]:
                free.append(child)
    for feature in features:
        if missing[feature.id]:
            yield violation("circular-parents", feature.place, "Its parents lead in a circle.")


def _is_one_of(value: Any, choices: frozenset[str]) -> bool:
    return isinstance(value, str) and value in choices


def _is_labels(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(_matches(LANGUAGE_TAG, key) and isinstance(value[key], str) for key in value)
    )


def _is_point(value: Any) -> bool:
    try:
        geometry = parse_geometry(value)
    except GeometryError:
        return False
    return geometry is not None and geometry.kind == "Point"


def _is_time(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _shown(value: Any) -> str:
    return ascii(value[:SHOWN_CHARACTERS]) if isinstance(value, str) else type(value).__name__
