"""The staff's pages, one module for each of their jobs."""

from fastapi import APIRouter

from api.pages.staff import live, preview, publish, versions

router = APIRouter()
for part in (live, preview, publish, versions):
    router.include_router(part.router)
