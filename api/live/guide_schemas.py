"""What the JSON of guidance looks like."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from routing.guidance.advice import AdviceKind
from routing.model import StepKind


class GuideStepOut(BaseModel):
    """One step of a way in words."""

    kind: StepKind
    text: str
    spoken: str = Field(description="The same to hear.")


class GuideOut(BaseModel):
    """What somebody who is led to a goal is told now: the data of a `guide` event."""

    model_config = ConfigDict(
        json_schema_serialization_defaults_required=True,
        json_schema_extra={
            "examples": [
                {
                    "kind": "wrong_aisle",
                    "text": "Väärä hyllyväli. Oikea on yhden hyllyvälin päässä edessäpäin, "
                    "hyllyn 8 luona. Kulje 2 m",
                    "spoken": "Väärä hyllyväli. Oikea on yhden hyllyvälin päässä edessäpäin, "
                    "hyllyn 8 luona. Kulje 2 metriä",
                    "next": "Seuraavaksi: käänny oikealle hyllyjen 8 ja 9 väliin ja kulje 3 m",
                    "news": 7,
                    "step": 0,
                    "step_left_m": 2,
                    "left_m": 9,
                    "steps": None,
                }
            ]
        },
    )

    kind: AdviceKind = Field(description='How things stand; "go" while all is well.')
    text: str = Field(description="What to say: an alert always with the current step.")
    spoken: str = Field(description="The same to hear: units in full, directions on a clock face.")
    next: str = Field(default="", description="What comes after the current step.")
    news: int = Field(default=0, description="Grows with everything that is said.")
    step: int = Field(default=0, description="Number of the current step, from 0.")
    step_left_m: int = Field(default=0, description="Metres to its end.")
    left_m: int = Field(default=0, description="Metres to the goal.")
    steps: list[GuideStepOut] | None = Field(
        default=None, description="The steps of the way, when it is a new one."
    )
