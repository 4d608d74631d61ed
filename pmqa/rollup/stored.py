"""The stored results of assessments: computed from their rows, kept while nothing moves, and held against the rows."""

import datetime
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.rollup.figures import Figures, figures_of, stored_figures
from pmqa.rollup.marks import marks_of, release_of
from pmqa.rollup.models import Computed, CriterionResult, PointResult

logger = logging.getLogger(__name__)

# Assessments computed at once: bounds memory, and how long a transaction holds what it writes.
BATCH = 500
# So long a run takes at most: the job of each minute is not to overtake itself, that of the night to end before a
# worker is taken for dead.
LONGEST, LONGEST_AT_NIGHT = datetime.timedelta(seconds=50), datetime.timedelta(seconds=300)
NOTHING = Figures(None, None, {}, {})
State = Assessment.State


@dataclass(frozen=True)
class Difference:
    """An assessment whose stored results are not what its rows say, and in what: codes of criteria and points. It
    `is_due` when something moved since, so that it is computed again within a minute; else nothing accounts for it."""

    assessment: Assessment
    what: str
    is_due: bool


def recompute(assessments: "QuerySet[Assessment]") -> int:
    """Computes and stores the results of `assessments`; how many. In batches, each all or nothing."""
    return sum(_recompute(batch) for batch in _batches(_ids(assessments)))


def recompute_stale() -> int:
    """Computes what moved since it was stored, as far as it comes in a minute; how many. The next run goes on.

    What was published does not move; what is erased of it is seen by the nightly `recheck`.
    """
    until, done = timezone.now() + LONGEST, 0
    since = Q(computed=None) | ~Q(computed__release=release_of()) | Q(computed__as_of__lte=F("changed_at"))
    for batch in _batches(stale(Assessment.objects.filter(since | ~Q(state=State.PUBLISHED)))):
        if timezone.now() > until:
            break
        done += _recompute(batch)
    return done


def recheck() -> int:
    """The nightly check: computes everything anew, what was not held against its rows for longest first, and stores
    what differs; how many did although nothing accounts for it. Ends after a while: the next night goes on."""
    until, odd = timezone.now() + LONGEST_AT_NIGHT, 0
    for batch in _batches(list(Computed.objects.order_by("as_of", "pk").values_list("pk", flat=True))):
        if timezone.now() > until:
            break
        as_of = timezone.now()
        differing = list(check_stored(batch))
        for each in differing:
            if not each.is_due:
                odd += 1
                logger.error("Stored results of %s were not what the rows say: %s", each.assessment.pk, each.what)
        if differing:
            _recompute([each.assessment for each in differing])
        same = {each.pk for each in batch} - {each.assessment.pk for each in differing}
        Computed.objects.filter(pk__in=same).update(as_of=as_of)
    return odd


def check_all() -> Iterator[Difference]:
    """Holds what is stored of every assessment against its rows, batch by batch."""
    for batch in _batches(_ids(Assessment.objects.all())):
        yield from check_stored(batch)


def check_stored(batch: Sequence[Assessment]) -> Iterator[Difference]:
    """Where what is stored of `batch` is not what its rows say. A fixed number of queries."""
    due = set(stale(_among([each.pk for each in batch])))
    stored, found = stored_figures(batch), figures_of(batch)
    for each in batch:
        if what := _differing(stored.get(each.pk, NOTHING), found[each.pk]):
            yield Difference(each, what, each.pk in due)


def _differing(stored: Figures, found: Figures) -> str:
    pairs = ((stored.criteria, found.criteria), (stored.points, found.points))
    codes = [code for old, new in pairs for code in sorted({*old, *new}) if old.get(code) != new.get(code)]
    if (stored.own, stored.published) != (found.own, found.published):
        codes.append("the category")
    return ", ".join(codes)


def _ids(assessments: "QuerySet[Assessment]") -> list[int]:
    return list(assessments.order_by("pk").values_list("pk", flat=True).distinct())


def _batches(ids: Sequence[int]) -> Iterator[list[Assessment]]:
    for start in range(0, len(ids), BATCH):
        yield list(_among(ids[start : start + BATCH]))


def _among(ids: Sequence[int]) -> "QuerySet[Assessment]":
    return Assessment.objects.filter(pk__in=ids).select_related("unit", "round").order_by("pk")


def stale(assessments: "QuerySet[Assessment]") -> list[int]:
    """The ids of those that were never computed, by another release, or whose mark is not what it was."""
    marks = marks_of(assessments)
    held = {pk: mark for pk, *mark in Computed.objects.values_list("pk", "mark", "release") if pk in marks}
    return sorted(pk for pk, mark in marks.items() if held.get(pk) != [mark, release_of()])


def _recompute(batch: Sequence[Assessment]) -> int:
    # Marks first: what moves while the rows are read is then seen to have moved.
    as_of, marks = timezone.now(), marks_of(_among([each.pk for each in batch]))
    _store(batch, figures_of(batch), marks, as_of)
    return len(batch)


@transaction.atomic
def _store(
    batch: Sequence[Assessment], found: Mapping[int, Figures], marks: Mapping[int, str], as_of: datetime.datetime
) -> None:
    """Puts `found` in the place of what is stored. The first statement locks in the order of ids: who stores the same
    at once waits until the other is done."""
    _store_computed(batch, found, marks, as_of)
    for model in (CriterionResult, PointResult):
        model.objects.filter(assessment__in=batch).delete()
    CriterionResult.objects.bulk_create(
        CriterionResult(assessment=each, round_id=each.round_id, criterion=code, **vars(figures))
        for each in batch
        for code, figures in found[each.pk].criteria.items()
    )
    PointResult.objects.bulk_create(
        PointResult(assessment=each, round_id=each.round_id, point=code, **vars(figures))
        for each in batch
        for code, figures in found[each.pk].points.items()
    )


def _store_computed(
    batch: Sequence[Assessment], found: Mapping[int, Figures], marks: Mapping[int, str], as_of: datetime.datetime
) -> None:
    at, release = timezone.now(), release_of()
    Computed.objects.bulk_create(
        [
            Computed(
                assessment=each,
                as_of=as_of,
                at=at,
                mark=marks[each.pk],
                release=release,
                own=found[each.pk].own,
                published=found[each.pk].published,
            )
            for each in batch
        ],
        update_conflicts=True,
        unique_fields=["assessment"],
        update_fields=["as_of", "at", "mark", "release", "own", "published"],
    )
