"""The accounts of all, for who looks after them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from api.accounts.naming import MOST_NAME_LETTERS, is_name
from api.accounts.passwords import Passwords, make_password
from api.accounts.roles import EVERY_BRANCH, ROLES, Actor, Role, find_role, may
from api.branches import Branch
from api.endpoints.planning import database_of, now
from api.languages import Language
from api.pages.frames import answer_page, reader_language
from api.pages.phone import ShortText, branches_of
from api.pages.staff.forms import Form, read_number
from api.pages.staff.frames import branch_for_staff, make_staff_frame, open_door
from api.pages.staff.times import said_time
from api.problems import ProblemError
from api.storage.accounts import (
    Account,
    By,
    Roles,
    create_account,
    get_account,
    list_accounts,
    set_disabled,
    set_password,
    set_roles,
)
from api.storage.errors import AccountExistsError, AccountNotFoundError, LastAdministratorError
from kiosk_ui.messages import say
from kiosk_ui.staff.people import PeopleView, PersonRow, PlaceRow, RoleChoice

HIGHEST: Role = "administrator"
LEAST_ROLE: Role = "viewer"


router = APIRouter(include_in_schema=False)


@router.get("/s/people")
def people_page(request: Request, branch: ShortText = "") -> HTMLResponse:
    """List the accounts, with what may be done about them."""
    return _show(request, branch)


@router.post("/s/people")
async def change_people(request: Request, form: Form) -> HTMLResponse:
    """Add an account, or change one."""
    actor = await run_in_threadpool(open_door, request, HIGHEST)
    password = hashed = ""
    if form.get("action") in ("add", "password"):
        passwords: Passwords = request.app.state.passwords
        password = make_password()
        hashed = await passwords.apart(partial(passwords.hash, password))
    return await run_in_threadpool(_change, request, actor, form, password, hashed)


def list_places(request: Request, actor: Actor, language: Language) -> Mapping[str, str]:
    """List where somebody may give roles, all branches first: names by ids."""
    names = {each.id: each.plan.name.in_language(language) for each in branches_of(request).list()}
    everywhere = {EVERY_BRANCH: say("staff.people.everywhere", language)}
    if may(actor, HIGHEST, EVERY_BRANCH):
        return {**everywhere, **names}
    return {branch: name for branch, name in names.items() if may(actor, HIGHEST, branch)}


def role_words(request: Request, roles: Roles, language: Language) -> tuple[str, ...]:
    """Say the roles of somebody, each with its branch."""
    names = {each.id: each.plan.name.in_language(language) for each in branches_of(request).list()}
    names[EVERY_BRANCH] = say("staff.people.everywhere", language)
    return tuple(
        say(
            "staff.people.role_in",
            language,
            place=names.get(branch, branch),
            role=say(f"staff.role.{role}", language),
        )
        for branch, role in sorted(roles.items())
    )


def _change(request: Request, actor: Actor, form: Form, password: str, hashed: str) -> HTMLResponse:
    language = reader_language(request)
    branch, action = form.get("branch", ""), form.get("action", "")
    try:
        if action == "add":
            name = _add(request, actor, form, hashed)
        else:
            name = _change_one(request, actor, form, hashed)
    except AccountExistsError:
        return _refuse(request, branch, "exists", form.get("name", ""))
    except LastAdministratorError:
        return _refuse(request, branch, "last")
    except _NotSoError as error:
        return _refuse(request, branch, str(error), form.get("name", ""))
    done = "" if password else say(f"staff.people.done_{action}", language, name=name)
    return _show(request, branch, password=password, new_name=name, done=done)


class _NotSoError(Exception):
    """A form asks for what cannot be; the message is the key of why."""


def _add(request: Request, actor: Actor, form: Form, hashed: str) -> str:
    name = form.get("name", "")
    if not is_name(name):
        raise _NotSoError("name")
    place, role = form.get("place", ""), find_role(form.get("role", ""))
    if role is None or place not in list_places(request, actor, "en"):
        raise _NotSoError("place")
    by = By(actor.name, now())
    return create_account(database_of(request), name, hashed, {place: role}, by.at, by=by).name


def _change_one(request: Request, actor: Actor, form: Form, hashed: str) -> str:
    """Change an account and give its name."""
    database = database_of(request)
    account = _find(request, form.get("account", ""))
    action = form.get("action", "")
    if action == "roles":
        _give_roles(request, actor, account, form)
        return account.name
    if not _may_manage(actor, account):
        raise _NotSoError("not_yours")
    by = By(actor.name, now())
    if action in ("close", "open"):
        set_disabled(database, account.id, action == "close", by)
    elif action == "password":
        set_password(database, account.id, hashed, must_change=True, by=by)
    else:
        raise _NotSoError("action")
    return account.name


def _give_roles(request: Request, actor: Actor, account: Account, form: Form) -> None:
    """Change the roles where the actor may; those elsewhere stay."""
    roles: dict[str, Role] = dict(account.roles)
    for place in list_places(request, actor, "en"):
        if f"role.{place}" not in form:
            continue
        role = find_role(form[f"role.{place}"])
        if role is None:
            roles.pop(place, None)
        else:
            roles[place] = role
    set_roles(database_of(request), account.id, roles, By(actor.name, now()))


def _may_manage(actor: Actor, account: Account) -> bool:
    """Tell whether somebody may close an account: who looks after every branch that it is in."""
    places = tuple(account.roles) or (EVERY_BRANCH,)
    return all(may(actor, HIGHEST, place) for place in places)


def _find(request: Request, account: str) -> Account:
    number = read_number(account)
    if number is None:
        raise ProblemError("not-found", "There is no such account.")
    try:
        return get_account(database_of(request), number)
    except AccountNotFoundError as error:
        raise ProblemError("not-found", "There is no such account.") from error


def _refuse(request: Request, branch: str, why: str, typed: str = "") -> HTMLResponse:
    words = say(
        f"staff.people.fault_{why}", reader_language(request), most=MOST_NAME_LETTERS, name=typed
    )
    return _show(request, branch, fault=words, typed=typed)


def _show(
    request: Request,
    asked: str,
    *,
    password: str = "",
    new_name: str = "",
    done: str = "",
    fault: str = "",
    typed: str = "",
) -> HTMLResponse:
    found = branch_for_staff(request, asked)
    actor = open_door(request, HIGHEST)
    language = reader_language(request)
    places = list_places(request, actor, language)
    accounts = list_accounts(database_of(request))
    view = PeopleView(
        staff=make_staff_frame(request, found, actor, "people"),
        people=tuple(_row(request, found, actor, each, places, language) for each in accounts),
        places=_place_rows(places, {}, language),
        roles=_choices(LEAST_ROLE, language),
        most_letters=MOST_NAME_LETTERS,
        password=password,
        new_name=new_name,
        done=done,
        fault=fault,
        typed=typed,
    )
    return answer_page("staff/people", view, language, status=422 if fault else 200, private=True)


def _row(
    request: Request,
    branch: Branch,
    actor: Actor,
    account: Account,
    places: Mapping[str, str],
    language: Language,
) -> PersonRow:
    return PersonRow(
        id=account.id,
        name=account.name,
        roles=role_words(request, account.roles, language),
        state=_state(account, branch, language),
        disabled=account.disabled,
        places=_place_rows(places, account.roles, language),
        may_manage=_may_manage(actor, account),
    )


def _state(account: Account, branch: Branch, language: Language) -> str:
    if account.disabled:
        return say("staff.people.closed", language)
    if account.must_change:
        return say("staff.people.first", language)
    if account.seen_at is None:
        return say("staff.people.never", language)
    return say(
        "staff.people.seen", language, time=said_time(account.seen_at, branch.plan, language)
    )


def _place_rows(
    places: Mapping[str, str], roles: Roles, language: Language
) -> tuple[PlaceRow, ...]:
    none = say("staff.people.no_role", language)
    return tuple(
        PlaceRow(
            id=place,
            name=name,
            choices=(
                RoleChoice("", none, place not in roles),
                *_choices(roles.get(place), language),
            ),
        )
        for place, name in places.items()
    )


def _choices(chosen: Role | None, language: Language) -> tuple[RoleChoice, ...]:
    return tuple(
        RoleChoice(role, say(f"staff.role.{role}", language), role == chosen) for role in ROLES
    )
