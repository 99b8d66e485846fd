"""The staff's pages, one module for each of their jobs."""

from fastapi import APIRouter

from api.pages.staff import live, preview, publish, range_names, ranges, versions

router = APIRouter()
for part in (live, ranges, range_names, preview, publish, versions):
    router.include_router(part.router)
