"""What patrons and kiosks tell: something is not in its place; I am here."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.endpoints.planning import database_of
from api.finding import find_places
from api.pages.phone import branches_of, items_of
from api.pages.results import sought_view
from api.pages.staff.forms import Form
from api.problems import ProblemError
from api.storage.not_here import count_not_here
from api.today import today_at
from api.tokens import check_kiosk_request
from api.upkeep.gate import Gate
from api.upkeep.noting import note_kiosk, sender_of

KEPT = ("branch", "callno", "partition", "title", "from", "profile", "to", "q", "lang")

router = APIRouter(include_in_schema=False)


@router.post("/f/not-here")
def tell_not_here(request: Request, form: Form) -> RedirectResponse:
    """Count that something is not in its place; who says so is not kept.

    Only what has a place in the plan is counted, and only titles that the catalogue knows are
    shown to the staff.
    """
    branch = branches_of(request).get(form.get("branch", ""))
    places = find_places(
        branch, form.get("callno", ""), form.get("partition") or None, title=form.get("title", "")
    )
    if not places:
        raise ProblemError("no-place", "Nothing is known to stand there.")
    place, today = places[0], today_at(branch.plan)
    sought = sought_view(items_of(request), branch.id, place, form.get("title", ""), "fi")
    title = form.get("title", "") if sought.status else ""
    gate: Gate = request.app.state.not_here_gate
    thing = (branch.id, place.partition, place.call_number, title)
    verdict = gate.judge(sender_of(request), thing, today)
    if verdict == "new":
        count_not_here(
            database_of(request), branch.id, today, place.partition, place.call_number, title
        )
    kept = {name: form[name] for name in KEPT if form.get(name)}
    told = "enough" if verdict == "too many" else "yes"
    return RedirectResponse(f"/f?{urlencode({**kept, 'told': told})}", status_code=303)


@router.post("/k/{kiosk}/seen", status_code=204)
def kiosk_is_seen(request: Request, kiosk: str) -> Response:
    """Note that a kiosk shows its page; of one that has a key, only if it is there itself."""
    known = branches_of(request).find_kiosk(kiosk)[1].id
    check_kiosk_request(request, known)
    note_kiosk(request, known)
    return Response(status_code=204)
