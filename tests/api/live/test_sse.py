import asyncio
import json
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from api.live.bus import Event, MemoryBus
from api.live.sse import encode_event, stream


def fields_of(text: str) -> dict[str, str]:
    """Read one event as a browser does."""
    assert text.endswith("\n\n")
    lines = text.removesuffix("\n\n").split("\n")
    return dict(line.split(": ", 1) for line in lines)


@given(st.dictionaries(st.text(), st.none() | st.text() | st.floats(allow_nan=False, width=32)))
def test_any_data_arrives_as_it_was_sent(data):
    fields = fields_of(encode_event(Event("run-1", "position", "cart", MappingProxyType(data))))
    assert fields["event"] == "position"
    assert fields["id"] == "run-1"
    assert json.loads(fields["data"]) == data


def test_a_stream_says_when_to_come_back_then_what_happens_and_ends_with_the_bus():
    async def read() -> list[str]:
        bus = MemoryBus("run")
        with bus.subscribe("toy", "cart") as subscription:
            bus.publish("toy", "position", "cart", MappingProxyType({"level": "1"}))
            bus.close()
            return [text async for text in stream(subscription)]

    retry, event = asyncio.run(read())
    assert retry == "retry: 2000\n\n"
    assert fields_of(event)["data"] == '{"level":"1"}'


def test_a_quiet_stream_sends_comments_that_keep_the_connection_open():
    async def read() -> list[str]:
        with MemoryBus("run").subscribe("toy", "cart") as subscription:
            texts = stream(subscription, heartbeat_s=0.0)
            return [await anext(texts) for _ in range(3)]

    assert asyncio.run(read())[1:] == ["event: quiet\ndata: {}\n\n"] * 2
