"""What the live part's JSON looks like."""

from __future__ import annotations

import math
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.config import JsonDict

from api.live.positions import SUBJECT_PATTERN
from positioning.grid.known import Knows
from positioning.grid.live_gait import LONGEST_STEP_M
from positioning.health import Verdict
from routing.search import FARTHEST_M

MOST_SIGHTINGS = 2000
MOST_STEPS = 200
OLDEST_S = 60.0

SubjectName = Annotated[str, StringConstraints(pattern=SUBJECT_PATTERN)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=128)]
CallNumber = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Finite = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class SightingIn(BaseModel):
    """One advert heard."""

    key: Name = Field(description="Identity, as `Radio.key` in a plan.")
    rssi_dbm: float = Field(strict=True, ge=-127, le=20, description="Received power, dBm.")
    age_s: float = Field(strict=True, ge=0, le=OLDEST_S, description="Seconds since it was heard.")


class SightingsIn(BaseModel):
    """A batch from one subject that hears radios, or from one radio that hears tags."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": "tablet-2",
                    "sightings": [
                        {
                            "key": "ibeacon:6D2F0C5E-8B1A-4E57-9C33-48594C4C5931:1:101",
                            "rssi_dbm": -71,
                            "age_s": 0.2,
                        }
                    ],
                }
            ]
        }
    )

    subject: SubjectName | None = None
    radio: Name | None = None
    device_model: Name | None = None
    sightings: Annotated[list[SightingIn], Field(max_length=MOST_SIGHTINGS)]

    @model_validator(mode="after")
    def _has_one_sender(self) -> Self:
        if (self.subject is None) == (self.radio is None):
            raise ValueError("give either subject or radio, the one that heard the adverts")
        return self


class ReceiptOut(BaseModel):
    """What became of a batch: taken, of unknown identity, or pushed out by newer ones."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={"examples": [{"accepted": 12, "unknown": 3, "dropped": 0}]},
    )

    accepted: int
    unknown: int
    dropped: int


class StepIn(BaseModel):
    """One step on foot."""

    age_s: Finite = Field(ge=0, le=OLDEST_S, description="Seconds since the foot took the weight.")
    length_m: Finite = Field(ge=0, le=LONGEST_STEP_M, description="Estimated length, metres.")
    heading_rad: Finite | None = Field(
        default=None,
        ge=-2 * math.pi,
        le=2 * math.pi,
        description="Direction of walking, radians anticlockwise from east (π/2 is north); "
        "null where nothing tells it.",
    )
    bias_sd_rad: Finite | None = Field(
        default=None,
        ge=0,
        le=math.pi,
        description="How far all headings of a bout may be off together, radians; π if by "
        "anything. A compass's if not given.",
    )
    bout: int = Field(
        default=0,
        strict=True,
        ge=0,
        le=10**9,
        description="Counts up when the phone is carried in another way: then the headings "
        "are off by something else.",
    )


class StepsIn(BaseModel):
    """What a subject's motion sensors told of the last seconds.

    A batch without steps says that they watched and saw none: the subject stands still. Send one
    about every second; two seconds after the last one nothing is concluded from silence.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": "tablet-2",
                    "sensed_s": 1.0,
                    "steps": [{"age_s": 0.4, "length_m": 0.68, "heading_rad": 1.57}],
                }
            ]
        }
    )

    subject: SubjectName
    sensed_s: Finite = Field(
        gt=0, le=OLDEST_S, description="For how many seconds, up to now, the sensors watched."
    )
    steps: Annotated[list[StepIn], Field(max_length=MOST_STEPS)]


class StepsReceiptOut(BaseModel):
    """What became of the steps: taken, or too late to be of use."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"accepted": 1, "late": 0}]})

    accepted: int
    late: int


class TapIn(BaseModel):
    """A place that somebody tapped on the map."""

    level: Name
    x_m: Finite = Field(ge=-FARTHEST_M, le=FARTHEST_M)
    y_m: Finite = Field(ge=-FARTHEST_M, le=FARTHEST_M)
    sigma_m: Finite = Field(
        default=3.0,
        ge=0.3,
        le=50,
        description="How far off people are along each axis, metres: more where the map is small.",
    )


class CheckInIn(BaseModel):
    """A subject says where it is: by exactly one of the things it can know that by."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"subject": "tablet-2", "point": "K1A07"},
                {"subject": "tablet-2", "callno": "84.2 LIN"},
                {"subject": "tablet-2", "tap": {"level": "1", "x_m": 12.4, "y_m": 8.1}},
            ]
        }
    )

    subject: SubjectName
    point: Name | None = Field(default=None, description="Code of a locator point, scanned.")
    kiosk: Name | None = Field(default=None, description="Id of a kiosk, touched.")
    callno: CallNumber | None = Field(
        default=None, description="Call number of a book on the shelf in front of the subject."
    )
    partition: Name | None = Field(default=None, description="Partition of the call number.")
    barcode: Name | None = Field(
        default=None, description="Barcode of a book on the shelf in front of the subject."
    )
    tap: TapIn | None = None

    @model_validator(mode="after")
    def _tells_one_thing(self) -> Self:
        told = (self.point, self.kiosk, self.callno, self.barcode, self.tap)
        if sum(each is not None for each in told) != 1:
            raise ValueError("give exactly one of point, kiosk, callno, barcode and tap")
        return self


class PositionOut(BaseModel):
    """Where a subject is shown."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": "tablet-2",
                    "level": "1",
                    "x_m": 12.4,
                    "y_m": 8.1,
                    "radius_95_m": 2.6,
                    "heading_deg": 90.0,
                    "age_s": 0.3,
                    "knows": "spot",
                    "share": 0.95,
                    "words": None,
                }
            ]
        }
    )

    subject: str
    level: str
    x_m: float
    y_m: float
    radius_95_m: float = Field(description="Holds the true position 95 times in 100, metres.")
    heading_deg: float | None = Field(description="Anticlockwise from east; null while still.")
    age_s: float
    knows: Knows = Field(
        description="What may honestly be said: `spot`, or else x and y are only the middle of a "
        "`run` of shelves, of an `area` or of what is possible on a `level`."
    )
    share: float = Field(description="How sure that is, from 0 to 1.")
    words: dict[str, str] | None = Field(
        description="What is known, by language; null where a spot is."
    )


class PositionsOut(BaseModel):
    """All live subjects of a branch."""

    subjects: list[PositionOut]


class RadioKeysOut(BaseModel):
    """The identities that are listened for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"keys": ["ibeacon:6D2F0C5E-8B1A-4E57-9C33-48594C4C5931:1:101"]}]
        }
    )

    keys: list[str]


_RADIO: JsonDict = {
    "radio": "b101",
    "heard": 4210,
    "age_s": 0.4,
    "rssi_dbm": -72.5,
    "verdict": "weak",
    "power_change_db": -9.1,
    "weight": 0.62,
    "clock_error_s": None,
}
_PACKETS: JsonDict = {
    "accepted": 52140,
    "impossible": 3,
    "unknown": 118,
    "late": 7,
    "future": 0,
    "clock": 10,
    "duplicate": 2,
    "replayed": 0,
    "conflict": 0,
    "thinned": 0,
}


class RadioOut(BaseModel):
    """How one radio is heard since the server started."""

    model_config = ConfigDict(json_schema_extra={"examples": [_RADIO]})

    radio: str
    heard: int
    age_s: float | None
    rssi_dbm: float | None
    verdict: Verdict = Field(
        description="`weak` and `loud`: its power has changed; `elsewhere`: it is heard as if it "
        "were not where the plan has it. Judged from many places."
    )
    power_change_db: float = Field(description="How much stronger it is than it should be.")
    weight: float = Field(description="Share of its usual say in positions, at most 1.")
    clock_error_s: float | None = Field(
        description="How far the times of what it hears are off, while they are."
    )


class PacketsOut(BaseModel):
    """What became of all packets since the server started; only the accepted ones count."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={"examples": [_PACKETS]},
    )

    accepted: int
    impossible: int = Field(description="With an RSSI or a time that nothing can measure.")
    unknown: int = Field(description="Of radios or tags that the branch lacks.")
    late: int = Field(description="Too old when they came.")
    future: int = Field(description="From times to come.")
    clock: int = Field(description="Of radios whose clocks are wrong.")
    duplicate: int = Field(description="Packets that came again.")
    replayed: int = Field(description="Stretches of packets that came again at a later time.")
    conflict: int = Field(description="Of a second device with the same identity.")
    thinned: int = Field(description="More of one radio than half a second can use.")


class RadiosOut(BaseModel):
    """The radios of a branch's plan, and what became of all packets."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"radios": [_RADIO], "packets": _PACKETS}]}
    )

    radios: list[RadioOut]
    packets: PacketsOut
