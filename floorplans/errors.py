"""What can go wrong with plans and call numbers.

- FloorplanError
    - PlanFormatError      a plan document that cannot be read
    - PlanReferenceError   a reference to something that the plan does not have
    - CallNumberError      text that is no call number of the scheme
    - HoursError           text that is no time of day
    - EditError            an edit of a plan that cannot be made
    - ShelvingError        a change of ranges that makes no sense
"""


class FloorplanError(Exception):
    """Base of all errors of this package."""


class PlanFormatError(FloorplanError):
    """A plan document cannot be read; the message names the place in it and what is expected."""


class PlanReferenceError(FloorplanError, LookupError):
    """Something names a level, shelf, face or partition that the plan does not have."""


class CallNumberError(FloorplanError, ValueError):
    """Text is not a call number of the scheme; the message shows what one looks like."""


class HoursError(FloorplanError, ValueError):
    """Text is not a time of day; the message shows how one is written."""


class EditError(FloorplanError, ValueError):
    """An edit of a plan cannot be made; the message names the change and what is wrong."""


class ShelvingError(FloorplanError, ValueError):
    """A change of ranges makes no sense; the message says what to do."""
