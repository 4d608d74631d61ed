"""Named changes from the consensus to the publication: begun at the median, settled with reasons, submitted, released.

What `pmqa.cycle` must know of it before it takes a step is told to it by `refuse_consensus` and `refuse_publication`:
no step is taken past them, whoever asks `change_state`.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pmqa.audit.record import Kind as Recorded
from pmqa.audit.record import record
from pmqa.cycle.actions import change_state
from pmqa.cycle.models import Assessment, Assignment
from pmqa.judging.actions import SheetClosed, judge, judging, submit_sheet
from pmqa.judging.gathering import gather_remarks
from pmqa.judging.median import median_of
from pmqa.judging.models import Judgement, JudgementChange, Remark, Sheet
from pmqa.judging.scope import counted_sheets, submission_of
from pmqa.judging.sheets import all_items, marks_of
from pmqa.organization.access import access_of
from pmqa.organization.models import Person
from pmqa.scoring.profiles import Mark

Kind, State = Sheet.Kind, Assessment.State


@transaction.atomic
def begin_consensus(*, assessment: Assessment, by: Person, at: datetime.datetime, reason: str = "") -> Sheet:
    """Ends the blind review: the sheet of the consensus, each item at the median of the counted sheets (`median_of`),
    with their remarks (`gather_remarks`). From now on assessors and headquarters see what everybody submitted.

    For headquarters, and for the leader once all have submitted. Raises StepRefused: in another state, to anybody
    else, while no counted sheet stands, and where somebody who is assigned has not submitted and headquarters gives no
    `reason`, which is recorded.
    """
    held = change_state(assessment=assessment, to=State.CONSENSUS, by=by, at=at, reason=reason)
    sheets = list(counted_sheets(held).prefetch_related("judgements").order_by("pk"))
    made = Sheet.objects.create(assessment=held, kind=Kind.CONSENSUS, submission=submission_of(held))
    said = [marks_of(sheet) for sheet in sheets]
    profile = held.round.profile
    medians = {item: median_of([marks.get(item, Mark()) for marks in said], profile) for item in all_items(profile)}
    Judgement.objects.bulk_create(
        Judgement(sheet=made, item=item, verdict=mark.verdict, percent=mark.percent, updated_at=at)
        for item, mark in medians.items()
    )
    # The first entry of an item's history is its median: what a later mark is compared with (`medians_of`).
    JudgementChange.objects.bulk_create(
        JudgementChange(sheet=made, item=item, verdict=mark.verdict, percent=mark.percent, by=by, at=at)
        for item, mark in medians.items()
    )
    gather_remarks(sheets=sheets, into=made)
    return made


def waited_for(assessment: Assessment) -> list[Assignment]:
    """The assignments without a conflict whose assessor has not submitted for the submission that stands."""
    submitted = counted_sheets(assessment).values("assessor")
    waiting = Assignment.objects.filter(assessment=assessment, conflict="").exclude(assessor__in=submitted)
    return list(waiting.select_related("assessor").order_by("pk"))


def refuse_consensus(assessment: Assessment, by: Person, reason: str) -> str:
    """Why the consensus cannot begin yet, in words; blank when it can."""
    if not counted_sheets(assessment).exists():
        return _("No assessor without a conflict has submitted yet: there is nothing to begin with.")
    waiting = waited_for(assessment)
    names = ", ".join(str(each.assessor) for each in waiting)
    if waiting and not access_of(by).leads:
        return _("Consensus begins when all have submitted. Still to come: %(names)s") % {"names": names}
    if waiting and not reason.strip():
        return _("Not all have submitted: %(names)s. Say why consensus begins without them.") % {"names": names}
    return ""


def settle(
    *, sheet: Sheet, item: str, mark: Mark, reason: str, seen: int, by: Person, at: datetime.datetime
) -> Judgement:
    """Says `mark` of one item in the consensus; other than the median it needs a `reason`.

    Raises what `judge` raises: SheetClosed, Conflict, ValidationError (also for a change without a reason).
    """
    _refuse_other_kinds(sheet)
    return judge(sheet=sheet, item=item, mark=mark, words=reason.strip(), seen=seen, by=by, at=at)


def move_remark(*, sheet: Sheet, remark: int, up: bool, by: Person) -> None:
    """Puts a remark of the consensus before or after its neighbour of the same criterion and kind; nothing happens at
    the end, or when it is gone. Raises SheetClosed."""
    _refuse_other_kinds(sheet)
    with judging(sheet, by) as held:
        moved = held.remarks.filter(pk=remark).first()
        if moved is None:
            return
        pile = list(held.remarks.filter(criterion=moved.criterion, kind=moved.kind))
        at = pile.index(moved)
        other = at - 1 if up else at + 1
        if 0 <= other < len(pile):
            # Their two places, one each: equal ones would be told apart by their ids alone.
            pile[at], pile[other] = pile[other], pile[at]
            for each, place in zip(pile, sorted(each.position for each in pile), strict=True):
                each.position = place
            Remark.objects.bulk_update(pile, ["position"])


def submit_consensus(*, sheet: Sheet, by: Person, at: datetime.datetime) -> Sheet:
    """Ends the consensus: the sheet stays as it is. Raises SheetClosed, and Incomplete with the gaps that block."""
    _refuse_other_kinds(sheet)
    return submit_sheet(sheet=sheet, by=by, at=at)


def _refuse_other_kinds(sheet: Sheet) -> None:
    if sheet.kind != Kind.CONSENSUS:
        raise SheetClosed(_("These judgements are not yours to change now."))


@transaction.atomic
def publish(*, assessment: Assessment, by: Person, at: datetime.datetime) -> Assessment:
    """Releases the submitted consensus to the unit, for good. For headquarters. Raises StepRefused, also while the
    consensus on the submission that stands is not submitted."""
    held = change_state(assessment=assessment, to=State.PUBLISHED, by=by, at=at)
    sheet = published_sheet(held)
    detail = {"sheet": sheet.pk, "submission": sheet.submission} if sheet else {}
    record(kind=Recorded.RELEASE, by=by, at=at, unit=held.unit, year=held.year, subject=State.PUBLISHED, detail=detail)
    return held


def refuse_publication(assessment: Assessment, by: Person | None = None, reason: str = "") -> str:
    """Why there is nothing to publish yet, in words, whoever asks; blank when there is."""
    standing = Sheet.objects.filter(
        assessment=assessment, kind=Kind.CONSENSUS, submission=submission_of(assessment), submitted_at__isnull=False
    )
    return "" if standing.exists() else _("The consensus is not submitted yet: there is nothing to publish.")


def published_sheet(assessment: Assessment) -> Sheet | None:
    """The consensus that was published; None before. It stays as it is for good. One query, or none."""
    if assessment.state != State.PUBLISHED:
        return None
    sheets = Sheet.objects.filter(assessment=assessment, kind=Kind.CONSENSUS, submitted_at__isnull=False)
    sheet = sheets.order_by("-submission").first()
    if sheet is not None:
        sheet.assessment = assessment
    return sheet
