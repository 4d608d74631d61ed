"""Who sees and who writes which sheet: the one place where this is decided."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from pmqa.audit.models import AuditEntry
from pmqa.cycle.models import Assessment, Assignment
from pmqa.judging.models import Sheet
from pmqa.organization.access import access_of
from pmqa.organization.models import Person

Kind, State = Sheet.Kind, Assessment.State
# The states in which assessors, the leader and headquarters see all that was judged.
OPEN_TO_ALL = (State.CONSENSUS, State.PUBLISHED)


def assignment_of(person: Person, assessment: Assessment) -> Assignment | None:
    """The assignment by which `person` assesses `assessment`: declared, without a conflict, never of the own unit."""
    access = access_of(person)
    if not access.assesses or assessment.unit_id in access.belongs_units:
        return None
    return free_assignments().filter(assessment=assessment, assessor=person).first()


def free_assignments() -> "QuerySet[Assignment]":
    """The assignments of those who declared that they have no conflict."""
    return Assignment.objects.filter(conflict="", declared_at__isnull=False)


def submissions_of(assessments: Sequence[Assessment]) -> dict[int, int]:
    """Which submission of the unit stands, by the id of the assessment: 1, and one more for each return. One query of
    the record, which nobody can change."""
    returns = AuditEntry.objects.filter(
        kind=AuditEntry.Kind.STATE, subject=State.DRAFT, unit__in={each.unit_id for each in assessments}
    )
    counted = Counter(returns.values_list("unit_id", "year"))
    return {each.pk: 1 + counted[each.unit_id, each.year] for each in assessments}


def submission_of(assessment: Assessment) -> int:
    """Which submission of `assessment` stands. One query."""
    return submissions_of([assessment])[assessment.pk]


def may_write(kind: str, assessment: Assessment, person: Person) -> bool:
    """Whether `person` may write a sheet of this kind now, in the state that `assessment` holds.

    Staff and head judge their own unit while its evidence may be changed; assessors judge what is assigned to them
    while it is in review; the leader and headquarters write the consensus. Nobody scores the own unit.
    """
    if kind == Kind.OWN:
        return assessment.editable_by(person)
    if assessment.unit_id in access_of(person).belongs_units:
        return False
    if kind == Kind.ASSESSOR:
        return assessment.state == State.IN_REVIEW and assignment_of(person, assessment) is not None
    return assessment.state == State.CONSENSUS and leads(person, assessment)


def leads(person: Person, assessment: Assessment) -> bool:
    """Whether `person` leads the consensus on `assessment`: its leader, or headquarters; nobody for the own unit."""
    access = access_of(person)
    if assessment.unit_id in access.belongs_units:
        return False
    assignment = assignment_of(person, assessment)
    return access.leads or (assignment is not None and assignment.is_leader)


def sheets_for(person: Person, assessment: Assessment) -> "QuerySet[Sheet]":
    """The sheets of `assessment` whose values `person` may see.

    People of the unit: the unit's own; the consensus that was published. An assessor of it: the unit's own and the
    person's; from the consensus on that, and what others submitted. Headquarters and the leader see no more than an
    assessor. After a return the new review is blind again, and the sheets of an earlier consensus stay open to those
    who judged in it, and to headquarters. Everybody else sees none: not even an administrator.
    """
    sheets, own = Sheet.objects.filter(assessment=assessment), Q(kind=Kind.OWN)
    access = access_of(person)
    if assessment.unit_id in access.belongs_units:
        is_published = assessment.state == State.PUBLISHED
        released = Q(kind=Kind.CONSENSUS, submitted_at__isnull=False, submission=submission_of(assessment))
        return sheets.filter(own | released if is_published else own)
    if not access.leads and assignment_of(person, assessment) is None:
        return sheets.none()
    seen = own | Q(kind=Kind.ASSESSOR, assessor=person)
    opened = Q(kind=Kind.CONSENSUS) | Q(kind=Kind.ASSESSOR, submitted_at__isnull=False)
    if assessment.state in OPEN_TO_ALL:
        return sheets.filter(seen | opened)
    return sheets.filter(seen | opened & Q(submission__in=_earlier(sheets, person)))


def _earlier(sheets: "QuerySet[Sheet]", person: Person) -> "QuerySet[Sheet, int]":
    """The submissions of which `person` saw the consensus begin, while there is none on the one that stands: a sheet
    of the consensus is then one of a submission that was returned."""
    reached = sheets.filter(kind=Kind.CONSENSUS)
    if not access_of(person).leads:
        judged = sheets.filter(kind=Kind.ASSESSOR, assessor=person).values("submission")
        reached = reached.filter(submission__in=judged)
    return reached.values_list("submission", flat=True)


def counted_sheets(assessment: Assessment) -> "QuerySet[Sheet]":
    """The sheets from which the consensus begins: submitted, of the submission that stands, by assessors who are still
    assigned and without a conflict. Show their values to nobody but through `sheets_for`."""
    assessors = free_assignments().filter(assessment=assessment).values("assessor")
    return Sheet.objects.filter(
        assessment=assessment,
        kind=Kind.ASSESSOR,
        submission=submission_of(assessment),
        submitted_at__isnull=False,
        assessor__in=assessors,
    ).select_related("assessor")
