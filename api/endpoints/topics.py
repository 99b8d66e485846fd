"""From a topic to its shelves, with no catalogue record between."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.answers import topic_out
from api.catalogue.search import parse_query
from api.endpoints.common import BRANCH, BranchAsked, LanguageAsked, problems
from api.problems import ProblemError
from api.schemas import TopicsOut
from api.storage.subjects import SubjectRepository
from api.topics import find_topics

router = APIRouter(tags=["search"])


@router.get(
    f"{BRANCH}/topics",
    summary="Find classes and their shelves by topic",
    responses=problems("unknown-branch", "empty-search", "database-unavailable"),
)
def list_topics(
    request: Request,
    branch: BranchAsked,
    language: LanguageAsked,
    q: Annotated[
        str,
        Query(
            description="A topic in Finnish, Swedish or English.",
            examples=["kissat"],
            max_length=200,
        ),
    ] = "",
    limit: Annotated[int, Query(description="Most topics to give.", examples=[5], ge=1, le=50)] = 5,
) -> TopicsOut:
    """Find the classes that words lead to, best first; the last word may be a beginning.

    Words of all three languages are looked at, whatever the language of the answer. A class
    that no shelf holds gives the shelves of the nearest class above it that one does.
    """
    query = parse_query(q)
    if query is None:
        raise ProblemError("empty-search", "Type at least one letter of a topic.", "q")
    subjects: SubjectRepository = request.app.state.topics
    topics = find_topics(subjects, branch.shelves, query, language, limit)
    return TopicsOut(topics=[topic_out(branch, topic, language) for topic in topics])
