"""All HTML pages."""

from fastapi import APIRouter

from api.pages import kiosk, phone, staff

router = APIRouter()
for part in (phone, kiosk, staff):
    router.include_router(part.router)
