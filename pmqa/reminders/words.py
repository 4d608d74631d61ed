"""What waits, in words, and where it is done."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from pmqa.reminders.unfinished import Kind, Task


@dataclass(frozen=True)
class Saying:
    """The sentence of a kind, the word on its button, and the name of the address."""

    sentence: Any
    button: Any
    place: str


SAYINGS: dict[Kind, Saying] = {
    Kind.FILL: Saying(
        _("%(unit)s, %(year)s: fill in and submit the self-assessment"), _("Check and submit"), "submission"
    ),
    Kind.RETURNED: Saying(
        _("%(unit)s, %(year)s: returned to you; mend it and submit it again"), _("Read the reason"), "start"
    ),
    Kind.CARRIED: Saying(
        ngettext_lazy(
            "%(unit)s, %(year)s: %(count)s row of last year is to be reviewed",
            "%(unit)s, %(year)s: %(count)s rows of last year are to be reviewed",
            "count",
        ),
        _("Review them"),
        "carry-over",
    ),
    Kind.DECLARE: Saying(
        _("%(unit)s, %(year)s: declare whether you have a conflict of interest"), _("Declare"), "review-declare"
    ),
    Kind.JUDGE: Saying(_("%(unit)s, %(year)s: judge the points and submit"), _("Go on"), "review-submit"),
    Kind.SETTLE: Saying(_("%(unit)s, %(year)s: bring the consensus to its end"), _("To the consensus"), "consensus"),
    Kind.REVIEW: Saying(
        ngettext_lazy(
            "%(year)s: %(count)s submitted assessment waits for its review",
            "%(year)s: %(count)s submitted assessments wait for their review",
            "count",
        ),
        _("Show them"),
        "round",
    ),
    Kind.BEGIN: Saying(
        ngettext_lazy(
            "%(year)s: in %(count)s assessment all have judged; the consensus can begin",
            "%(year)s: in %(count)s assessments all have judged; the consensus can begin",
            "count",
        ),
        _("Show them"),
        "round",
    ),
    Kind.LEADERLESS: Saying(
        ngettext_lazy(
            "%(year)s: %(count)s consensus without a leader is to be brought to its end",
            "%(year)s: %(count)s consensuses without a leader are to be brought to their end",
            "count",
        ),
        _("Show them"),
        "round",
    ),
    Kind.PUBLISH: Saying(
        ngettext_lazy(
            "%(year)s: %(count)s assessment is agreed and waits for its release",
            "%(year)s: %(count)s assessments are agreed and wait for their release",
            "count",
        ),
        _("Show them"),
        "round",
    ),
    Kind.FOLLOW_UP_6: Saying(
        _("%(unit)s, %(year)s: report on the plan after 6 months"), _("To the follow-up"), "plan-follow-up"
    ),
    Kind.FOLLOW_UP_12: Saying(
        _("%(unit)s, %(year)s: report on the plan after 12 months"), _("To the follow-up"), "plan-follow-up"
    ),
}
MONTHS = {Kind.FOLLOW_UP_6: 6, Kind.FOLLOW_UP_12: 12}
# The state that headquarters is shown in the list of a round.
STATES = {Kind.REVIEW: "SUBMITTED", Kind.BEGIN: "IN_REVIEW", Kind.LEADERLESS: "CONSENSUS", Kind.PUBLISH: "CONSENSUS"}


def said(task: Task) -> str:
    """The task as one line, without its day, in the active language."""
    facts = {"unit": str(task.unit or ""), "year": task.year, "count": task.count}
    return str(SAYINGS[task.kind].sentence % facts)


def address_of(task: Task) -> str:
    place = SAYINGS[task.kind].place
    if task.unit is None:
        return f"{reverse(place, args=[task.year])}?state={STATES[task.kind]}"
    month = [MONTHS[task.kind]] if task.kind in MONTHS else []
    return reverse(place, args=[task.unit.code, task.year, *month])


def days_left(days: int) -> str:
    """How far away a day is: "in 7 days", "today", "3 days ago"."""
    if days < 0:
        return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}
    if days == 0:
        return str(_("today"))
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
