"""What the doctor asks: do the guards stand, does the chain hold, is every submission as it was."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import override

from pmqa.audit.models import AuditEntry
from pmqa.cycle.models import Assessment
from pmqa.freezing.comparing import Kind, compare
from pmqa.freezing.guarding import guards_in
from pmqa.freezing.models import Chain, Snapshot
from pmqa.freezing.seals import seal_of, unpacked
from pmqa.guards import missing
from pmqa.personal.models import ErasedRow

# Snapshots read at once: bounds memory.
AT_ONCE = 20
State = Assessment.State


def missing_guards() -> list[str]:
    """The tables that the database does not guard as it should."""
    return missing(connection, guards_in(connection))


def broken_links() -> Iterator[str]:
    """What is wrong with the chain of snapshots, from its first link to its end."""
    previous, length = "", 0
    every = Snapshot.objects.select_related("assessment__unit", "assessment__round").order_by("link")
    for snapshot in every.iterator(chunk_size=AT_ONCE):
        length += 1
        name = f"submission {snapshot.number} of {_named(snapshot.assessment)} (link {snapshot.link})"
        if snapshot.link != length or snapshot.previous != previous:
            yield f"{name} does not follow the link before it"
        if not _is_sealed(snapshot):
            yield f"{name} was altered: its hash is another one"
        previous, length = snapshot.sha256, snapshot.link
    end = Chain.objects.filter(pk=1).first() or Chain()
    if (end.length, end.sha256) != (length, previous):
        yield f"the chain ends with link {length}, and should with link {end.length}"


def _is_sealed(snapshot: Snapshot) -> bool:
    try:
        return seal_of(snapshot, unpacked(snapshot)) == snapshot.sha256
    except ValueError:
        return False


def changed_submissions() -> Iterator[str]:
    """What of a submitted assessment is not as it was submitted, and states that no step led to."""
    submitted = Assessment.objects.filter(Exists(Snapshot.objects.filter(assessment=OuterRef("pk"))))
    for assessment in submitted.select_related("unit", "round").order_by("pk").iterator(chunk_size=AT_ONCE):
        yield from (f"{_named(assessment)}: {said}" for said in _wrong_with(assessment))


def _wrong_with(assessment: Assessment) -> Iterator[str]:
    recorded = AuditEntry.objects.filter(kind=AuditEntry.Kind.STATE, unit=assessment.unit, year=assessment.year)
    last = recorded.order_by("-pk").values_list("detail__to", flat=True).first()
    if last != assessment.state:
        yield f"no step led to the state {assessment.state}; it was set behind the program's back"
    if assessment.state == State.DRAFT and last == State.DRAFT:
        return
    try:
        with override("en"):
            yield from [str(each) for each in compare(assessment) if each.kind != Kind.ERASED]
    except (ValueError, KeyError):
        yield "its last snapshot cannot be read"


def erased_since() -> Iterator[str]:
    """The rows of submissions from which a person's words or file were taken afterwards, as the law demands."""
    before = Snapshot.objects.filter(assessment=OuterRef("assessment"), at__lte=OuterRef("at"))
    rows = ErasedRow.objects.filter(Exists(before)).select_related("assessment__unit", "assessment__round")
    for row in rows.iterator():
        on = timezone.localdate(row.at)
        yield f"{_named(row.assessment)}: row {row.row_id} of {row.table} erased on {on}, recorded"


def without_snapshot() -> int:
    """How many assessments were submitted before snapshots were kept."""
    kept = Snapshot.objects.filter(assessment=OuterRef("pk"))
    return Assessment.objects.exclude(state=State.DRAFT).filter(~Exists(kept)).count()


def _named(assessment: Assessment) -> str:
    return f"{assessment.unit.code} {assessment.year}"
