"""What the report tells of the assessment itself: who certified what, and the scores that everybody may see."""

from collections.abc import Mapping
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.charts.radar import Outline
from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.freezing.comparing import last_snapshot
from pmqa.judging.consensus import published_sheet
from pmqa.judging.results import Results
from pmqa.reports.report import Certificate, RemarkPart, ScoreLine, ScoresPart
from pmqa.scoring.profiles import CriterionScore, Scores, shown


def certificate_of(assessment: Assessment) -> Certificate | None:
    """The certificate of the submission that stands; None for a draft. One query."""
    snapshot = None if assessment.state == Assessment.State.DRAFT else last_snapshot(assessment)
    if snapshot is None:
        return None
    return Certificate(
        submission=snapshot.number,
        on=timezone.localtime(snapshot.at).date(),
        rank=snapshot.rank,
        name=snapshot.name,
        position=snapshot.position,
        sha256=snapshot.sha256,
    )


def scores_of(assessment: Assessment, found: Results) -> ScoresPart | None:
    """The scores of all criteria side by side; None where nobody has judged yet."""
    if not (found.own or found.published or found.before):
        return None
    return ScoresPart(
        profile=str(assessment.round.get_profile_display()),
        lines=tuple(_line(found, criterion.code, str(criterion.title)) for criterion in CRITERIA),
        total=ScoreLine("", "", _percent(found.own), _percent(found.published), _percent(found.before)),
        is_published=found.published is not None,
        has_before=found.before is not None,
        is_comparable=found.is_comparable,
    )


def outlines_of(scores: ScoresPart) -> list[Outline]:
    """Who judged, with per cent for each criterion; nobody who judged none."""
    named = (
        (_("Own judgement"), [line.own for line in scores.lines]),
        (_("Assessors"), [line.published for line in scores.lines]),
        (_("Last year"), [line.before for line in scores.lines]),
    )
    return [
        Outline(name, tuple(Fraction(each) if each else None for each in told), place)
        for place, (name, told) in enumerate(named)
        if any(told)
    ]


Remarks = Mapping[tuple[str, str], tuple[RemarkPart, ...]]


def remarks_of(assessment: Assessment) -> Remarks:
    """The published remarks by criterion and kind; none before publication. Three queries at most."""
    sheet = published_sheet(assessment)
    found: dict[tuple[str, str], tuple[RemarkPart, ...]] = {}
    for each in sheet.remarks.prefetch_related("evidence") if sheet else ():
        numbers = tuple(file.number for file in each.evidence.all() if file.deleted_at is None)
        key = each.criterion, each.kind
        found[key] = (*found.get(key, ()), RemarkPart(each.point, each.text, numbers))
    return found


def _line(found: Results, code: str, title: str) -> ScoreLine:
    own, published, before = (each and each.of(code) for each in (found.own, found.published, found.before))
    passes = published.passes if published else None
    return ScoreLine(code, title, _percent(own), _percent(published), _percent(before), passes)


def _percent(of: Scores | CriterionScore | None) -> str:
    percent = shown(of.percent) if of else None
    return "" if percent is None else str(percent)
