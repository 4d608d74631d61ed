"""Named changes of sheets: every judgement and remark goes through here, locked, versioned and recorded.

Each holds the assessment locked, so that of two who change it at the same moment (a judgement against a return, an
assignment that is taken away) the later one sees what the earlier one did, and loses with a clear word.
"""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from pmqa.audit.record import Kind as Recorded
from pmqa.audit.record import record
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Conflict
from pmqa.evidence.guidelines import Status
from pmqa.evidence.models import EvidenceFile
from pmqa.judging.gaps import MOST_QUESTIONS, Gap, Said, gaps_before_submission
from pmqa.judging.models import Judgement, JudgementChange, Remark, Sheet
from pmqa.judging.scope import may_write, submission_of
from pmqa.judging.sheets import ASKED, asked_by, marks_of, medians_of
from pmqa.organization.models import Person
from pmqa.scoring.engine import findings_of
from pmqa.scoring.profiles import CHECKLIST, NOT_APPLICABLE, STEP, Mark, items_of

Kind = Sheet.Kind


class SheetClosed(Exception):
    """This sheet cannot be written by this person now."""


class Incomplete(Exception):
    """The sheet cannot be submitted yet; `gaps` say what lacks."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__(gaps)
        self.gaps = gaps


@contextmanager
def judging(sheet: Sheet, by: Person) -> Iterator[Sheet]:
    """A transaction in which nobody else changes the assessment of `sheet`, with the sheet as it stands.

    Raises SheetClosed when it is submitted, or of a submission that no longer stands, or not for `by` to write now.
    """
    with _held(sheet.assessment) as assessment:
        held = Sheet.objects.select_for_update().get(pk=sheet.pk)
        held.assessment = assessment
        is_of_another = held.kind == Kind.ASSESSOR and held.assessor_id != by.pk
        if is_of_another or not may_write(held.kind, assessment, by):
            raise SheetClosed(_("These judgements are not yours to change now."))
        if held.is_locked:
            raise SheetClosed(_("These judgements are submitted and stay as they are."))
        if held.kind != Kind.OWN and held.submission != submission_of(assessment):
            raise SheetClosed(_("The unit has submitted anew meanwhile. Open the page again."))
        yield held


@contextmanager
def _held(assessment: Assessment) -> Iterator[Assessment]:
    with transaction.atomic():
        # The round is read after the lock, as in `pmqa.evidence.actions.writing`.
        yield Assessment.objects.select_for_update(of=("self",)).select_related("unit").get(pk=assessment.pk)


def open_sheet(*, assessment: Assessment, kind: str, by: Person) -> Sheet:
    """The sheet of this kind that `by` writes, of the submission that stands; made where there is none yet.

    Raises SheetClosed.
    """
    with _held(assessment) as held:
        if not may_write(kind, held, by):
            raise SheetClosed(_("These judgements are not yours to change now."))
        sheet, _made = Sheet.objects.get_or_create(
            assessment=held,
            kind=kind,
            submission=0 if kind == Kind.OWN else submission_of(held),
            assessor=by if kind == Kind.ASSESSOR else None,
        )
        sheet.assessment = held
        return sheet


def judge(
    *, sheet: Sheet, item: str, mark: Mark, words: str, seen: int, by: Person, at: datetime.datetime
) -> Judgement:
    """Says `mark`, with a note, of one item; `seen` is the version that was shown, 0 where nothing was said yet.

    In bands a point takes words alone: its letters are rated. Raises SheetClosed, Conflict when the judgement was
    changed after the version that was seen, and ValidationError for what the profile of the round does not know, and
    for a mark of the consensus that leaves the median without a word why.
    """
    with judging(sheet, by) as held:
        refuse_unknown(held.assessment.round.profile, item, mark)
        _refuse_unreasoned(held, item, mark, words)
        judgement, _made = Judgement.objects.get_or_create(sheet=held, item=item, defaults={"version": 0})
        if judgement.version != seen:
            raise Conflict(judgement)
        before = judgement.mark
        if seen and before == mark and judgement.words == words:
            return judgement
        judgement.verdict, judgement.percent, judgement.words = mark.verdict, mark.percent, words
        judgement.version, judgement.updated_at = seen + 1, at
        judgement.save()
        _record(held, judgement, by, at)
        return judgement


def refuse_unknown(profile: str, item: str, mark: Mark) -> None:
    """ValidationError for an item that nobody asks, and for a mark that it does not take."""
    try:
        asked = asked_by(item)
    except KeyError:
        raise ValidationError(_("This point is not asked.")) from None
    is_point, is_scored = item in asked.points, item in items_of(asked, profile)
    if not is_scored and (not is_point or mark != Mark()):
        raise ValidationError(_("This is not judged in the scoring profile of this round."))
    if mark.verdict not in ("", *Judgement.Verdict.values):
        raise ValidationError(_("Choose one of the verdicts."))
    if profile == CHECKLIST and mark.percent is not None:
        raise ValidationError(_("Points are judged without per cent."))
    if profile != CHECKLIST and mark.verdict not in ("", NOT_APPLICABLE):
        raise ValidationError(_("Letters are rated in per cent."))
    if mark.percent is not None and (mark.verdict or mark.percent not in range(0, 101, STEP)):
        raise ValidationError(_("Choose per cent from 0 to 100, in steps of 5."))


def _refuse_unreasoned(sheet: Sheet, item: str, mark: Mark, words: str) -> None:
    """ValidationError for a mark of the consensus that is not where it began, without a reason."""
    if sheet.kind == Kind.CONSENSUS and not words.strip() and mark != medians_of(sheet).get(item, Mark()):
        raise ValidationError(_("Say why the consensus is not the median."))


def _record(sheet: Sheet, judgement: Judgement, by: Person, at: datetime.datetime) -> None:
    """The history has the values, and is as closed as the sheet; the record of changes tells only that there was one:
    whoever reads it must not learn scores before their time."""
    said: dict[str, Any] = {name: getattr(judgement, name) for name in ("item", "verdict", "percent", "words")}
    JudgementChange.objects.create(sheet=sheet, by=by, at=at, **said)
    detail = {"sheet": sheet.pk, "kind": sheet.kind, "version": judgement.version}
    held = sheet.assessment
    record(kind=Recorded.SCORE, by=by, at=at, unit=held.unit, year=held.year, subject=judgement.item, detail=detail)


def save_remark(
    *,
    sheet: Sheet,
    remark: Remark,
    evidence: Sequence[EvidenceFile],
    seen: int,
    by: Person,
) -> Remark:
    """Stores a new `remark`, or the change of one whose version `seen` was shown.

    Raises SheetClosed, Conflict (None when it was removed meanwhile), and ValidationError for a blank text, a point of
    another criterion, evidence of another assessment, and a fourth question of one criterion.
    """
    with judging(sheet, by) as held:
        remark.sheet = held
        _refuse_remark(remark, evidence)
        if remark.pk is None:
            last = held.remarks.aggregate(last=Max("position"))["last"] or 0
            remark.position, remark.version = last + 1, 1
        else:
            _refuse_changed(remark, seen)
            remark.version = seen + 1
        remark.save()
        remark.evidence.set(evidence)
        return remark


def _refuse_remark(remark: Remark, evidence: Sequence[EvidenceFile]) -> None:
    points = next((asked.points for asked in ASKED if asked.code == remark.criterion), {})
    if not points or (remark.point and remark.point not in points):
        raise ValidationError(_("This point is not asked."))
    if not remark.text.strip():
        raise ValidationError(_("Write the remark."))
    if remark.kind not in Remark.Kind.values:
        raise ValidationError(_("Choose the kind of remark."))
    if any(file.assessment_id != remark.sheet.assessment_id or file.deleted_at for file in evidence):
        raise ValidationError(_("This evidence is not of this assessment."))
    others = remark.sheet.remarks.filter(criterion=remark.criterion, kind=Remark.Kind.QUESTION).exclude(pk=remark.pk)
    if remark.kind == Remark.Kind.QUESTION and others.count() >= MOST_QUESTIONS:
        raise ValidationError(_("A criterion has at most 3 questions for the site visit."))


def _refuse_changed(remark: Remark, seen: int) -> None:
    held = Remark.objects.filter(pk=remark.pk, sheet=remark.sheet).first()
    if held is None or held.version != seen:
        raise Conflict(held)


def remove_remark(*, sheet: Sheet, remark: int, by: Person) -> None:
    """Removes the remark with this id; nothing happens to one that is gone. Raises SheetClosed."""
    with judging(sheet, by) as held:
        held.remarks.filter(pk=remark).delete()


def gaps_of(sheet: Sheet) -> list[Gap]:
    """What lacks before `sheet` can be submitted, and what was left unsaid. A fixed number of queries."""
    points = findings_of([sheet.assessment])[sheet.assessment_id]
    cited = set(sheet.remarks.filter(evidence__deleted_at=None, evidence__isnull=False).values_list("pk", flat=True))
    return gaps_before_submission(
        asked=ASKED,
        profile=sheet.assessment.round.profile,
        judgements=marks_of(sheet),
        remarks=[Said(each.kind, each.criterion, each.point, each.pk in cited) for each in sheet.remarks.all()],
        shown={point.guideline.code for point in points if point.finding.status != Status.MISSING},
    )


def submit_sheet(*, sheet: Sheet, by: Person, at: datetime.datetime) -> Sheet:
    """Submits `sheet`: from then on it stays as it is, for the database too.

    Raises SheetClosed, and Incomplete when a score stands without evidence or words, or there are too many questions.
    """
    with judging(sheet, by) as held:
        gaps = [gap for gap in gaps_of(held) if gap.blocks]
        if gaps:
            raise Incomplete(gaps)
        held.submitted_at, held.version = at, held.version + 1
        held.save(update_fields=["submitted_at", "version"])
        detail = {"sheet": held.pk, "kind": held.kind}
        of = held.assessment
        record(kind=Recorded.SCORE, by=by, at=at, unit=of.unit, year=of.year, subject="submitted", detail=detail)
        return held
