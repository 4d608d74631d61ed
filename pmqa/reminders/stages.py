"""When a day is reminded of: 14, 7 and 1 days before, and a day after. Pure."""

import datetime

STAGES = (14, 7, 1)
AFTER = -1
# A night without a worker is caught up with, but what is long past is no news.
LONGEST_AFTER = 7


def stage_of(day: datetime.date, today: datetime.date) -> int | None:
    """The reminder whose turn it is: 14, 7 or 1 for at most so many days before `day`, -1 once it has passed; None
    for a day that is further away, or past for more than a week."""
    left = (day - today).days
    if left < 0:
        return AFTER if -left <= LONGEST_AFTER else None
    return min((stage for stage in STAGES if left <= stage), default=None)
