"""The keys of gateways and kiosks: made, listed and revoked."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.auth import Actor
from api.branches import Branch
from api.endpoints.planning import database_of, now
from api.languages import Language
from api.pages.frames import answer_page, href, reader_language
from api.pages.kiosk import public_url, qr_svg
from api.pages.phone import ShortText
from api.pages.staff.forms import Form
from api.pages.staff.frames import branch_for_staff, make_staff_frame, open_door
from api.pages.staff.times import said_time
from api.problems import ProblemError
from api.storage.token_tables import Device
from api.storage.tokens import NewToken, StoredToken, add_token, list_tokens, revoke_token
from api.tokens import hash_token, make_token, shown_start
from kiosk_ui.messages import say
from kiosk_ui.staff.ranges import ChoiceView
from kiosk_ui.staff.tokens import MadeToken, TokenRowView, TokensView

LONGEST_NAME = 80

router = APIRouter(include_in_schema=False)


@router.get("/s/tokens")
def tokens_page(request: Request, branch: ShortText = "", done: ShortText = "") -> HTMLResponse:
    """Show the keys of a branch's devices."""
    found, actor = _administrator(request, branch)
    return _show(request, found, actor, done=done == "revoked")


@router.post("/s/tokens")
def make(request: Request, form: Form) -> HTMLResponse:
    """Make a key, and show it this once."""
    found, actor = _administrator(request, form.get("branch", ""))
    device: Device = "kiosk" if form.get("device") == "kiosk" else "gateway"
    kiosk = form.get("kiosk", "") if device == "kiosk" else ""
    name = form.get("name", "")[:LONGEST_NAME]
    known = [each.id for each in found.plan.kiosks]
    if not name or (device == "kiosk" and kiosk not in known):
        key = "no_kiosk" if name else "no_name"
        trouble = say(f"staff.tokens.{key}", reader_language(request))
        return _show(request, found, actor, form=form, trouble=trouble)
    token = make_token(device)
    new = NewToken(found.id, device, kiosk, name, shown_start(token), hash_token(token))
    add_token(database_of(request), new, now(), actor.name)
    return _show(request, found, actor, made=_made(request, new, token))


@router.post("/s/tokens/revoke")
def revoke(request: Request, form: Form) -> Response:
    """Revoke a key; the page has asked before."""
    found, actor = _administrator(request, form.get("branch", ""))
    number = form.get("token", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    if not is_number or not revoke_token(
        database_of(request), found.id, int(number), now(), actor.name
    ):
        raise ProblemError("not-found", "There is no such key.")
    to = href("/s/tokens", branch=found.id, lang=reader_language(request), done="revoked")
    return RedirectResponse(to, status_code=303)


def _administrator(request: Request, branch: str) -> tuple[Branch, Actor]:
    found = branch_for_staff(request, branch)
    return found, open_door(request, "administrator", found.id)


def _made(request: Request, new: NewToken, token: str) -> MadeToken:
    if new.device != "kiosk":
        return MadeToken(new.name, token, "", "")
    address = public_url(request, f"/k/{quote(new.thing, safe='')}?token={token}")
    return MadeToken(new.name, token, address, qr_svg(address))


def _show(
    request: Request,
    branch: Branch,
    actor: Actor,
    *,
    form: Mapping[str, str] | None = None,
    made: MadeToken | None = None,
    done: bool = False,
    trouble: str = "",
) -> HTMLResponse:
    language, given = reader_language(request), form or {}
    tokens = list_tokens(database_of(request), branch.id)
    view = TokensView(
        staff=make_staff_frame(request, branch, actor, "tokens"),
        tokens=tuple(_row(each, branch, language) for each in tokens),
        kiosks=tuple(
            ChoiceView(each.id, each.id, current=each.id == given.get("kiosk"))
            for each in branch.plan.kiosks
        ),
        device=given.get("device", "gateway"),
        name=given.get("name", ""),
        made=made,
        done=say("staff.tokens.done", language) if done else "",
        trouble=trouble,
    )
    status = 422 if trouble else 200
    return answer_page("staff/tokens", view, language, status=status, private=True)


def _row(token: StoredToken, branch: Branch, language: Language) -> TokenRowView:
    made_at = said_time(token.made_at, branch.plan, language)
    used = "staff.tokens.used" if token.used_at else "staff.tokens.unused"
    used_at = said_time(token.used_at, branch.plan, language) if token.used_at else ""
    revoked_at = said_time(token.revoked_at, branch.plan, language) if token.revoked_at else ""
    return TokenRowView(
        id=token.id,
        name=token.name,
        device=say(f"staff.tokens.is_{token.device}", language, kiosk=token.thing),
        start=f"{token.start}…",
        made=_said("staff.tokens.made", made_at, token.made_by, language),
        used=say(used, language, time=used_at),
        revoked=_said("staff.tokens.revoked", revoked_at, token.revoked_by, language)
        if revoked_at
        else "",
    )


def _said(key: str, time: str, name: str, language: Language) -> str:
    return say(f"{key}_by" if name else key, language, time=time, name=name)
