"""What was published since a draft began, by things: what it lacks and what both have changed."""

from hypothesis import given
from hypothesis import strategies as st

from floorplans.editing.catching_up import find_news
from floorplans.editing.changes import apply_changes, changes_between

Heights = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3), max_size=6)


def plan(heights):
    """Give a plan of radios that differ in their heights only."""
    return {"radios": [{"id": id_, "z_m": z_m} for id_, z_m in sorted(heights.items())]}


def heights_of(values):
    return {each["id"]: each["z_m"] for each in values.get("radios", ())}


@given(Heights, Heights, Heights)
def test_a_draft_with_its_news_is_the_merge_of_three(base, draft, published):
    news = find_news(plan(base), plan(draft), plan(published), {})
    merged = heights_of(apply_changes(plan(draft), news.missing)[0])
    for id_ in "abcdef":
        mine, theirs, was = draft.get(id_), published.get(id_), base.get(id_)
        assert merged.get(id_) == (theirs if mine == was else mine)
    assert {each.id for each in news.clashing} == {
        id_ for id_ in "abcdef" if len({base.get(id_), draft.get(id_), published.get(id_)}) == 3
    }


@given(Heights, Heights, Heights)
def test_what_was_in_the_draft_before_is_no_news(base, draft, published):
    known = {each.key: [each.value] for each in changes_between(plan(base), plan(published))}
    assert not find_news(plan(base), plan(draft), plan(published), known)


@given(Heights, Heights)
def test_a_draft_lacks_nothing_while_nothing_is_published(base, draft):
    assert not find_news(plan(base), plan(draft), plan(base), {})
