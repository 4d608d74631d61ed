"""The one filter of headquarters' pages, kept in the address: words of the name, kind of unit, state, what is late."""

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment, Round
from pmqa.headquarters.lateness import is_late
from pmqa.organization.models import Unit
from pmqa.thai.sorting import sort_key
from pmqa.thai.text import normalise

# In the address: units of which no kind is known.
NO_KIND = "-"
LATE, EXTENDED = "late", "extended"
TIMES = {LATE: _("Late"), EXTENDED: _("With more time")}


@dataclass(frozen=True)
class Narrowed:
    """What the address leaves of the units of a round. What it says and nobody knows is as good as not said."""

    round: Round
    today: datetime.date
    search: str = ""
    kind: str = ""
    state: str = ""
    time: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.search or self.kind or self.state or self.time)

    @property
    def address(self) -> str:
        """The filter as the next page of the round takes it."""
        said = {"q": self.search, "kind": self.kind, "state": self.state, "time": self.time}
        return "?" + urlencode({name: value for name, value in said.items() if value}) if self.narrows else ""

    @property
    def stored_kind(self) -> str:
        """The kind of unit as it is stored."""
        return "" if self.kind == NO_KIND else self.kind

    def of_kind(self, unit: str = "unit") -> Q:
        """The condition that the kind of unit alone makes, on rows from which `unit` leads to it."""
        if not self.kind:
            return Q()
        return Q(**{f"{unit}__kind": self.stored_kind})

    def called(self, unit: str = "unit") -> Q:
        """The condition that the words of the search make."""
        if not self.search:
            return Q()
        named = Q(**{f"{unit}__name__icontains": self.search})
        return named | Q(**{f"{unit}__code__icontains": self.search})

    def leave(self, rows: "QuerySet[Assessment]") -> "QuerySet[Assessment]":
        """The assessments among `rows` that the whole filter leaves."""
        rows = rows.filter(self.of_kind(), self.called())
        if self.state:
            rows = rows.filter(state=self.state)
        if self.time == LATE:
            rows = rows.filter(is_late(self.round, self.today))
        if self.time == EXTENDED:
            rows = rows.filter(is_extended(self.round))
        return rows


def is_extended(round_: Round) -> Q:
    """Units that may write longer than the round is open."""
    return Q(extended_until__gt=round_.closes_on)


def narrowed(request: HttpRequest, round_: Round) -> Narrowed:
    given = request.GET
    state, time = given.get("state", ""), given.get("time", "")
    return Narrowed(
        round_,
        timezone.localdate(),
        normalise(given.get("q", ""), lines=False)[:100],
        normalise(given.get("kind", ""), lines=False)[:60],
        state if state in Assessment.State.values else "",
        time if time in TIMES else "",
    )


def choices(found: Narrowed) -> dict[str, Any]:
    """What the form of the filter shows. One query."""
    kinds = Unit.objects.filter(assessments__round=found.round).order_by().values_list("kind", flat=True).distinct()
    named = sorted((kind for kind in kinds if kind), key=sort_key)
    return {
        "narrowed": found,
        "kinds": [*((kind, kind) for kind in named), *([(NO_KIND, _("no kind"))] if "" in set(kinds) else [])],
        "states": Assessment.State.choices,
        "times": TIMES.items(),
    }
