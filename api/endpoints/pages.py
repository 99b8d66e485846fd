"""All HTML pages."""

from fastapi import APIRouter

from api.pages import kiosk, phone, staff, telling

router = APIRouter()
for part in (phone, telling, kiosk, staff):
    router.include_router(part.router)
