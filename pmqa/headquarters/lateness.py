"""Who is late in a round: whose step should have been taken by a day that has passed."""

import datetime

from django.db.models import Q

from pmqa.cycle.models import Assessment, Round

State = Assessment.State


def due_on(assessment: Assessment) -> datetime.date | None:
    """The day by which the step that comes next should be taken; None where the round has no such day, or no step is
    left. A unit has its own day, where it got more time; the days of those who assess are those of the round."""
    held = assessment.round
    if assessment.state == State.DRAFT:
        return assessment.deadline
    days = {
        State.SUBMITTED: held.review_until,
        State.IN_REVIEW: held.review_until,
        State.CONSENSUS: held.consensus_until,
    }
    return days.get(assessment.state)  # type: ignore[call-overload, no-any-return]


def days_late(assessment: Assessment, today: datetime.date) -> int:
    """By how many days the next step is late; 0 for one that is in time."""
    day = due_on(assessment)
    return max(0, (today - day).days) if day else 0


def is_late(round_: Round, today: datetime.date) -> Q:
    """The assessments of the round for which `days_late` is above 0."""
    late = Q(pk__in=[])
    if round_.closes_on < today:
        late |= Q(state=State.DRAFT) & (Q(extended_until=None) | Q(extended_until__lt=today))
    if round_.review_until and round_.review_until < today:
        late |= Q(state__in=(State.SUBMITTED, State.IN_REVIEW))
    if round_.consensus_until and round_.consensus_until < today:
        late |= Q(state=State.CONSENSUS)
    return late
