"""The staff's pages, one module for each of their jobs."""

from fastapi import APIRouter

from api.pages.staff import live

router = APIRouter()
for part in (live,):
    router.include_router(part.router)
