"""The staff's pages, one module for each of their jobs."""

from fastapi import APIRouter

from api.pages.staff import (
    items,
    layout,
    live,
    log,
    me,
    people,
    plan_files,
    preview,
    publish,
    range_groups,
    range_names,
    ranges,
    signing_in,
    today,
    tokens,
    versions,
    walk,
)

PARTS = (
    items,
    # Before the page of a draft, whose address takes any name.
    plan_files,
    layout,
    live,
    log,
    me,
    people,
    preview,
    publish,
    range_groups,
    range_names,
    ranges,
    signing_in,
    today,
    tokens,
    versions,
    walk,
)

router = APIRouter()
for part in PARTS:
    router.include_router(part.router)
