"""What headquarters does with all units at once."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pmqa.cycle.models import Assessment, Round
from pmqa.cycle.rounds import open_round
from pmqa.organization.models import Person, Unit


@transaction.atomic
def open_for_all(*, year: int, values: Mapping[str, Any], by: Person, at: datetime.datetime) -> tuple[Round, int]:
    """Opens a round and gives every unit its assessment; the round, and how many units. Raises Refused."""
    made = open_round(year=year, values=values, by=by, at=at)
    return made, join_all(made)


def join_all(round_: Round) -> int:
    """Gives every unit that has none an assessment in the round; how many. A fixed number of queries."""
    missing = Unit.objects.exclude(assessments__round=round_)
    return len(
        Assessment.objects.bulk_create((Assessment(unit=unit, round=round_) for unit in missing), batch_size=1000)
    )
