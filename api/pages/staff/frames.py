"""The frame of the staff's pages, and their door."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from api.auth import Actor, Role, find_actor, may
from api.branches import Branch
from api.languages import Language
from api.pages.frames import href, make_frame, reader_language
from api.pages.phone import branches_of, find_branch
from api.problems import ProblemError
from kiosk_ui.messages import say
from kiosk_ui.staff.frame import JobLink, StaffFrame
from kiosk_ui.views import BranchView


@dataclass(frozen=True, slots=True)
class Job:
    """One job of the staff: its page, its icon, and the least role that may do it."""

    key: str
    path: str
    icon: str
    role: Role


JOBS = (
    Job("today", "/s", "home", "viewer"),
    Job("walk", "/s/walk", "scan", "shelver"),
    Job("misplaced", "/s/misplaced", "warn", "shelver"),
    Job("ranges", "/s/ranges", "ranges", "shelver"),
    Job("layout", "/s/layout", "plan", "viewer"),
    Job("versions", "/s/versions", "clock", "viewer"),
    Job("items", "/s/items", "self_check", "viewer"),
    Job("live", "/s/live", "locate", "viewer"),
    Job("people", "/s/people", "people", "administrator"),
    Job("log", "/s/log", "lines", "editor"),
    Job("tokens", "/s/tokens", "qr", "administrator"),
)
"""In the order in which the rail shows them."""


class DoorClosedError(Exception):
    """Who asks may not see a page: is not signed in, has too small a role, or a first password."""

    def __init__(self, role: Role, branch: str, actor: Actor | None) -> None:
        super().__init__(role)
        self.role = role
        self.branch = branch
        self.actor = actor


def open_door(request: Request, role: Role, branch: str = "") -> Actor:
    """Let in who may see a page of the staff.

    Parameters
    ----------
    request : Request
        The request.
    role : Role
        The least role that may see the page.
    branch : str, optional
        The branch that it is about; with none, the role must hold in any.

    Raises
    ------
    DoorClosedError
        If nobody is signed in, or not with this role there.
    """
    actor = find_actor(request)
    if actor is None or not may(actor, role, branch):
        raise DoorClosedError(role, branch, actor)
    return actor


def branch_for_staff(request: Request, asked: str) -> Branch:
    """Find the branch that a page of the staff is about.

    Where none is asked for it is the first that whoever asks may see.

    Raises
    ------
    ProblemError
        "unknown-branch" if there is no such branch, or none at all.
    """
    known = branches_of(request).list()
    if not known:
        raise ProblemError("unknown-branch", "This server has no branches yet.", "branch")
    found = find_branch(request, asked)
    if found is not None or len(known) == 1:
        return found or known[0]
    actor = find_actor(request)
    return next((each for each in known if actor and may(actor, "viewer", each.id)), known[0])


def enter(request: Request, role: Role, asked: str) -> tuple[Branch, Actor]:
    """Find the branch that a form is about, and let in who has a role there.

    Raises
    ------
    ProblemError
        "unknown-branch" if there is no such branch, or none at all.
    DoorClosedError
        If nobody is signed in, or not with this role there.
    """
    found = branch_for_staff(request, asked)
    return found, open_door(request, role, found.id)


def make_staff_frame(request: Request, branch: Branch, actor: Actor, current: str) -> StaffFrame:
    """Fill the frame of a page of the staff; ``current`` is the key of its job."""
    language = reader_language(request)
    return StaffFrame(
        frame=make_frame(request, branch),
        jobs=tuple(
            JobLink(
                name=say(f"staff.job.{job.key}", language),
                icon=job.icon,
                href=href(job.path, branch=branch.id, lang=language),
                current=job.key == current,
            )
            for job in JOBS
            if may(actor, job.role, branch.id)
        ),
        branches=_branch_links(request, actor, language),
        name=actor.name,
        me_href=href("/s/me", branch=branch.id, lang=language) if actor.account else "",
        on_me=current == "me",
    )


def _branch_links(request: Request, actor: Actor, language: Language) -> tuple[BranchView, ...]:
    return tuple(
        BranchView(
            each.plan.name.in_language(language),
            href(request.url.path, branch=each.id, lang=language),
        )
        for each in branches_of(request).list()
        if may(actor, "viewer", each.id)
    )
