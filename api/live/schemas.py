"""What the live part's JSON looks like."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from api.live.positions import SUBJECT_PATTERN
from positioning.health import Verdict

MOST_SIGHTINGS = 2000
OLDEST_S = 60.0

SubjectName = Annotated[str, StringConstraints(pattern=SUBJECT_PATTERN)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=128)]


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


class CheckInIn(BaseModel):
    """A subject says where it is by the code of a locator point."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"subject": "tablet-2", "point": "K1A07"}]}
    )

    subject: SubjectName
    point: Name


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


class RadioOut(BaseModel):
    """How one radio is heard since the server started."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "radio": "b101",
                    "heard": 4210,
                    "age_s": 0.4,
                    "rssi_dbm": -72.5,
                    "verdict": "weak",
                    "power_change_db": -9.1,
                    "weight": 0.62,
                }
            ]
        }
    )

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


class RadiosOut(BaseModel):
    """The radios of a branch's plan."""

    radios: list[RadioOut]
