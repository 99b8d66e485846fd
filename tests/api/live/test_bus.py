import asyncio
from collections.abc import Iterable
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.live.bus import EVERYBODY, BusClosedError, Event, MemoryBus, Subscription

SUBJECTS = ("cart", "tablet", "badge")
PUBLISHED = st.lists(st.sampled_from(SUBJECTS), max_size=30)


def publish(bus: MemoryBus, subject: str, branch: str = "toy") -> Event:
    return bus.publish(branch, "position", subject, MappingProxyType({"subject": subject}))


def publish_all(bus: MemoryBus, subjects: list[str]) -> dict[str, Event]:
    """Publish in turn and give the newest event of each subject."""
    return {subject: publish(bus, subject) for subject in subjects}


async def read_on(subscription: Subscription) -> list[Event]:
    """Read until nothing is pending."""
    events = []
    while (event := await subscription.next(0.0)) is not None:
        events.append(event)
    return events


def read_all(subscription: Subscription) -> list[Event]:
    return asyncio.run(read_on(subscription))


def ids_of(events: Iterable[Event]) -> set[str]:
    return {event.id for event in events}


def number_of(event: Event) -> int:
    return int(event.id.rpartition("-")[2])


@given(PUBLISHED)
def test_a_reader_who_comes_late_gets_the_newest_of_each_subject_once(subjects):
    bus = MemoryBus("run")
    with bus.subscribe("toy", None) as subscription:
        newest = publish_all(bus, subjects)
        events = read_all(subscription)
    assert {event.subject: event for event in events} == newest
    assert len(events) == len(newest)


@given(st.lists(st.sampled_from((*SUBJECTS, "read"))))
def test_the_ids_that_a_reader_sees_grow_however_it_reads(doings):
    async def read_now_and_then() -> list[Event]:
        bus = MemoryBus("run")
        seen: list[Event] = []
        with bus.subscribe("toy", None) as subscription:
            for doing in doings:
                if doing == "read":
                    seen += await read_on(subscription)
                else:
                    publish(bus, doing)
        return seen

    numbers = [number_of(event) for event in asyncio.run(read_now_and_then())]
    assert numbers == sorted(set(numbers))


@given(PUBLISHED, PUBLISHED, st.integers(0, len(SUBJECTS)))
def test_a_reader_who_comes_back_gets_what_it_has_not_seen_and_nothing_else(before, after, reads):
    bus = MemoryBus("run")
    with bus.subscribe("toy", None) as subscription:
        newest = publish_all(bus, before)
        seen = read_all(subscription)[:reads]
    newest |= publish_all(bus, after)
    with bus.subscribe("toy", None, seen[-1].id if seen else None) as subscription:
        resumed = read_all(subscription)
    assert {event.id for event in resumed} == ids_of(newest.values()) - ids_of(seen)


@given(PUBLISHED, PUBLISHED)
def test_after_a_restart_a_page_gets_everything_whatever_id_it_has(before, after):
    old, new = MemoryBus("monday"), MemoryBus("tuesday")
    last = [event.id for event in publish_all(old, before).values()] or ["monday-99"]
    newest = publish_all(new, after)
    with new.subscribe("toy", None, last[-1]) as subscription:
        assert {event.subject: event for event in read_all(subscription)} == newest


@pytest.mark.parametrize("last_id", ["", "run-", "run-x", "run--1", "-", "run-1-2", "²", "run-²"])
def test_an_id_that_was_never_given_resumes_from_the_beginning(last_id):
    bus = MemoryBus("run")
    event = publish(bus, "cart")
    with bus.subscribe("toy", "cart", last_id) as subscription:
        assert read_all(subscription) == [event]


def test_a_follower_of_one_subject_hears_of_no_other():
    bus = MemoryBus("run")
    with bus.subscribe("toy", "cart") as subscription:
        publish_all(bus, ["tablet", "cart", "badge"])
        assert [event.subject for event in read_all(subscription)] == ["cart"]


def test_branches_are_apart():
    bus = MemoryBus("run")
    with bus.subscribe("toy", None) as here, bus.subscribe("side", None) as there:
        publish(bus, "cart", "side")
        assert read_all(here) == []
        assert len(read_all(there)) == 1


def test_what_concerns_everybody_reaches_who_follows_one_subject():
    bus = MemoryBus("run")
    with bus.subscribe("toy", "cart") as subscription:
        event = bus.publish("toy", "plan", "", MappingProxyType({"version": "abc"}))
        assert read_all(subscription) == [event]


def test_a_subject_that_leaves_takes_the_place_of_its_last_position():
    bus = MemoryBus("run")
    with bus.subscribe("toy", "cart") as subscription:
        publish(bus, "cart")
        bus.retire("toy", "cart")
        assert [event.kind for event in read_all(subscription)] == ["gone"]


def test_nothing_is_kept_of_a_subject_that_left():
    bus = MemoryBus("run")
    publish(bus, "cart")
    bus.retire("toy", "cart")
    with bus.subscribe("toy", None) as subscription:
        assert read_all(subscription) == []


@pytest.mark.parametrize("last_id", ["run-1", "run-of-yesterday-7"])
def test_a_page_that_comes_back_is_told_that_its_subject_left_meanwhile(last_id):
    bus = MemoryBus("run")
    publish(bus, "cart")
    bus.retire("toy", "cart")
    with bus.subscribe("toy", "cart", last_id) as subscription:
        (event,) = read_all(subscription)
    assert (event.kind, event.subject) == ("gone", "cart")


def test_a_waiting_reader_is_woken_by_an_event():
    async def wait_and_publish() -> Event | None:
        bus = MemoryBus("run")
        with bus.subscribe("toy", "cart") as subscription:
            reading = asyncio.create_task(subscription.next(60.0))
            await asyncio.sleep(0)
            publish(bus, "cart")
            return await reading

    event = asyncio.run(wait_and_publish())
    assert event is not None
    assert event.subject == "cart"


def test_a_closed_bus_ends_its_readers_after_what_is_pending():
    bus = MemoryBus("run")
    with bus.subscribe("toy", None) as subscription:
        publish(bus, "cart")
        bus.close()
        assert asyncio.run(subscription.next(0.0)) is not None
        with pytest.raises(BusClosedError):
            asyncio.run(subscription.next(60.0))


def test_who_subscribes_to_a_closed_bus_is_ended_at_once():
    bus = MemoryBus("run")
    bus.close()
    with bus.subscribe("toy", None) as subscription, pytest.raises(BusClosedError):
        asyncio.run(subscription.next(60.0))


def test_a_subscriber_that_leaves_is_forgotten():
    bus = MemoryBus("run")
    with bus.subscribe("toy", None), bus.subscribe("toy", "cart"):
        assert bus.subscriber_count("toy") == 2
    assert bus.subscriber_count("toy") == 0


@pytest.mark.parametrize("subject", [None, "cart", EVERYBODY])
def test_what_concerns_everybody_reaches_every_subscriber_and_the_newest_wins(subject):
    bus = MemoryBus("run")
    with bus.subscribe("toy", subject) as subscription:
        for version in ("old", "new"):
            bus.publish("toy", "plan", EVERYBODY, MappingProxyType({"version": version}))
        event = asyncio.run(subscription.next(0.0))
        assert event is not None
        assert event.data["version"] == "new"
        assert asyncio.run(subscription.next(0.0)) is None


def test_who_follows_nobody_hears_of_no_subject_and_of_nobody_gone():
    bus = MemoryBus("run")
    with bus.subscribe("toy", EVERYBODY, last_id="run-0") as subscription:
        publish(bus, "cart")
        bus.retire("toy", "cart")
        assert asyncio.run(subscription.next(0.0)) is None


def test_one_subscriber_can_be_told_alone():
    bus = MemoryBus("run")
    with bus.subscribe("toy", None) as told, bus.subscribe("toy", None) as other:
        bus.tell(told, "plan", EVERYBODY, MappingProxyType({"version": "new"}))
        assert asyncio.run(told.next(0.0)) is not None
        assert asyncio.run(other.next(0.0)) is None
