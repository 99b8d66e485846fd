"""Steps as phones send them."""

from __future__ import annotations

from dataclasses import dataclass

from positioning.motion.records import StepEvent

# A phone's compass is off by as much, the declination of the place with it; see
# `positioning.motion.steps` for what single steps are off by.
COMPASS_BIAS_SD_RAD = 0.35
STEP_HEADING_SD_RAD = 0.2
STEP_LENGTH_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class TakenStep:
    """One step as it was sent in; ``heading_rad`` is counter-clockwise from east."""

    age_s: float
    length_m: float
    heading_rad: float | None
    bias_sd_rad: float = COMPASS_BIAS_SD_RAD
    bout: int = 0

    def event(self, now_s: float) -> StepEvent:
        """Stamp it, with the usual errors of single steps."""
        return StepEvent(
            now_s - self.age_s,
            self.length_m,
            self.heading_rad,
            STEP_LENGTH_SHARE * self.length_m,
            STEP_HEADING_SD_RAD,
            self.bias_sd_rad,
            self.bout,
        )
