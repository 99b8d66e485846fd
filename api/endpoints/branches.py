"""The branches and what each one has."""

from __future__ import annotations

from fastapi import APIRouter, Request

from api.answers import branch_detail_out, branch_out
from api.branches import Branches
from api.endpoints.common import API, BRANCH, BranchAsked, LanguageAsked, problems
from api.schemas import BranchDetailOut, BranchesOut

router = APIRouter(tags=["branches"])


@router.get(f"{API}/branches", summary="List the branches", responses=problems())
def list_branches(request: Request, language: LanguageAsked) -> BranchesOut:
    """List the branches of this server in the order of their ids."""
    branches: Branches = request.app.state.branches
    return BranchesOut(branches=[branch_out(branch, language) for branch in branches.list()])


@router.get(BRANCH, summary="Get a branch", responses=problems("unknown-branch"))
def get_branch(branch: BranchAsked, language: LanguageAsked) -> BranchDetailOut:
    """Get a branch with its levels, partitions and kiosks."""
    return branch_detail_out(branch, language)
