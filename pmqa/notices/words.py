"""What a notice says, and where it leads: made when it is read, in the language of whoever reads it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pmqa.notices.models import Notice
from pmqa.thai.dates import format_date

Kind = Notice.Kind
# The arguments of an address, from a notice.
Arguments = Callable[[Notice], list[Any]]


def _nothing(notice: Notice) -> list[Any]:
    return []


def _unit(notice: Notice) -> list[Any]:
    return [notice.unit.code if notice.unit else "", notice.year]


def _round(notice: Notice) -> list[Any]:
    return [notice.year, notice.unit.code if notice.unit else ""]


def _first(notice: Notice) -> list[Any]:
    return [*_unit(notice), "cs1"]


def _point(notice: Notice) -> list[Any]:
    return [*_unit(notice), notice.subject]


def _year(notice: Notice) -> list[Any]:
    return [notice.year]


@dataclass(frozen=True)
class Saying:
    """The sentence of a kind, with the names of what it is about, and the address to which it leads."""

    sentence: Any
    place: str
    arguments: Arguments = _unit


SAYINGS: dict[str, Saying] = {
    Kind.ROUND_OPENED: Saying(_("The round of %(year)s is open: your unit can begin."), "home", _nothing),
    Kind.EXTENDED: Saying(_("%(unit)s, %(year)s: you may write until %(until)s."), "start"),
    Kind.SUBMITTED: Saying(_("%(unit)s, %(year)s: submitted, and waits for its review."), "round-unit", _round),
    Kind.TAKEN_BACK: Saying(_("%(unit)s, %(year)s: the unit took its submission back."), "round-unit", _round),
    Kind.RETURNED: Saying(_("%(unit)s, %(year)s: returned to you; read the reason and mend it."), "start"),
    Kind.REVIEW_STOPPED: Saying(
        _("%(unit)s, %(year)s: returned to the unit. Judging begins anew once it is submitted again."),
        "my-work",
        _nothing,
    ),
    Kind.ASSIGNED: Saying(
        _("%(unit)s, %(year)s: you are to assess it. Say first whether there is a conflict of interest."),
        "review-declare",
    ),
    Kind.UNASSIGNED: Saying(_("%(unit)s, %(year)s: you no longer assess it."), "my-work", _nothing),
    Kind.CONFLICT: Saying(_("%(unit)s, %(year)s: an assessor declared a conflict of interest."), "round-unit", _round),
    Kind.REVIEW_BEGUN: Saying(_("%(unit)s, %(year)s: the review has begun. Judge by yourself."), "review", _first),
    Kind.CONSENSUS_BEGUN: Saying(_("%(unit)s, %(year)s: the consensus has begun."), "consensus"),
    Kind.PUBLISHED: Saying(_("%(unit)s, %(year)s: the results are released. Read them."), "results"),
    Kind.RESULTS_OUT: Saying(_("%(unit)s, %(year)s: the results are released to the unit."), "results"),
    Kind.MESSAGE: Saying(_("%(unit)s, %(year)s: new message about %(subject)s."), "discussion-point", _point),
    Kind.ANNUAL_DONE: Saying(_("The annual report of %(year)s (%(subject)s) is ready."), "annual", _year),
    Kind.ANNUAL_FAILED: Saying(
        _("The annual report of %(year)s (%(subject)s) could not be finished."), "annual", _year
    ),
}


def said(notice: Notice) -> str:
    """The notice as one sentence, in the active language. `notice` comes with its unit."""
    facts = {
        "unit": str(notice.unit or ""),
        "year": notice.year,
        "subject": notice.subject,
        "until": _day(notice.detail.get("until", "")),
    }
    return str(SAYINGS[notice.kind].sentence) % facts


def address_of(notice: Notice) -> str:
    """Where the notice leads. Whether it can still be opened is decided there."""
    saying = SAYINGS[notice.kind]
    return reverse(saying.place, args=saying.arguments(notice))


def _day(written: str) -> str:
    try:
        day = datetime.date.fromisoformat(written)
    except ValueError:
        return ""
    return format_date(day, "long", language=get_language() or "th")  # type: ignore[arg-type]
