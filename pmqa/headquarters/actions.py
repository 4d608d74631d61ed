"""What headquarters does with all units at once."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pmqa.carryover.jobs import ask_to_start_year
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.cycle.rounds import Refused, open_round, unassign
from pmqa.judging.scope import counted_sheets
from pmqa.organization.models import Person, Unit


@transaction.atomic
def take_assignment_back(*, assignment: Assignment, by: Person, at: datetime.datetime) -> None:
    """Takes an assignment back. Raises Refused where the assessor has submitted scores of what the unit submitted last:
    they were said, and stay."""
    held = Assessment.objects.select_for_update(of=("self",)).get(pk=assignment.assessment_id)
    if counted_sheets(held).filter(assessor=assignment.assessor).exists():
        raise Refused(_("This assessor has submitted scores already: they stay."))
    unassign(assignment=assignment, by=by, at=at)


@transaction.atomic
def open_for_all(*, year: int, values: Mapping[str, Any], by: Person, at: datetime.datetime) -> tuple[Round, int]:
    """Opens a round and gives every unit its assessment; the round, and how many units. The rows of the year before
    follow in the worker. Raises Refused."""
    made = open_round(year=year, values=values, by=by, at=at)
    count, units = join_all(made), list(Unit.objects.order_by("pk"))
    transaction.on_commit(lambda: ask_to_start_year(units=units, round=made, by=by))
    return made, count


def join_all(round_: Round) -> int:
    """Gives every unit that has none an assessment in the round; how many. A fixed number of queries."""
    missing = Unit.objects.exclude(assessments__round=round_)
    return len(
        Assessment.objects.bulk_create((Assessment(unit=unit, round=round_) for unit in missing), batch_size=1000)
    )
