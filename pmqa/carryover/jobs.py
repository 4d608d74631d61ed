"""Beginning a year for many units at once, in the worker."""

import logging
from collections.abc import Iterable

from django.utils import timezone
from django_q.tasks import async_task

from pmqa.carryover.actions import start_year
from pmqa.cycle.models import Round
from pmqa.evidence.actions import Closed
from pmqa.organization.models import Person, Unit

UNITS_A_TASK = 50

logger = logging.getLogger(__name__)


def ask_to_start_year(*, units: Iterable[Unit], round: Round, by: Person) -> None:
    """Has the year `round` begun for `units`, so many a task. May be asked again: what was begun stays as it is."""
    ids = [unit.pk for unit in units]
    for first in range(0, len(ids), UNITS_A_TASK):
        async_task(start_years, ids[first : first + UNITS_A_TASK], round.pk, by.pk)


def start_years(units: list[int], round_id: int, person_id: int) -> int:
    """The task: begins the year for the units with these ids, and returns for how many it did.

    A unit for which it does not work is written down, and the others go on: called again, it tries that one anew.
    """
    round, by, begun = Round.objects.get(pk=round_id), Person.objects.get(pk=person_id), 0
    for unit in Unit.objects.filter(pk__in=units):
        try:
            start_year(unit=unit, round=round, by=by, at=timezone.now())
            begun += 1
        except Closed:
            logger.warning("The year %s was not begun for %s: it is closed to %s.", round, unit.code, by)
        except Exception:
            logger.exception("The year %s could not be begun for %s.", round, unit.code)
    return begun
