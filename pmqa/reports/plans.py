"""Gathers the improvement plan and its follow-up for the report."""

from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.followup.models import OfiAnswer, Report, Signed
from pmqa.followup.pages import ActionLine, FollowUp, OfiLine, plan_of
from pmqa.followup.published import Released
from pmqa.judging.consensus import published_sheet
from pmqa.reports.outcomes import ActionPart, AnsweredOfi, FollowUpPart, PlanPart, Progress, SignedPart


def plan_part(assessment: Assessment) -> PlanPart | None:
    """The plan of `assessment` as it stands; None before the publication. A fixed number of queries."""
    sheet = published_sheet(assessment)
    if sheet is None:
        return None
    plan = plan_of(Released(assessment, sheet))
    return PlanPart(
        ofis=tuple(_ofi(line) for line in plan.ofis),
        actions=tuple(_action(line) for line in plan.actions),
        approved=_signed(plan.approval),
        is_changed=plan.is_changed,
        follow_ups=tuple(_follow_up(each) for each in plan.follow_ups),
    )


def _ofi(line: OfiLine) -> AnsweredOfi:
    answer: OfiAnswer | None = line.answer
    stance, words = (str(answer.get_stance_display()), answer.words) if answer else ("", "")
    return AnsweredOfi(line.number, line.ofi.point or line.ofi.criterion, line.ofi.text, stance, words)


def _action(line: ActionLine) -> ActionPart:
    action = line.action
    return ActionPart(
        action=action.action,
        ofis=line.numbers,
        owner=action.owner,
        due_on=action.due_on,
        indicator=action.indicator,
        baseline=action.baseline,
        target=action.target,
        state=str(action.get_state_display()),
        dropped=action.reason if line.is_dropped else "",
        progress=tuple(_progress(report) for report in line.reports if report),
    )


def _progress(report: Report) -> Progress:
    files = tuple(file.title for file in report.shown_files)  # type: ignore[attr-defined]
    state = str(report.get_state_display())
    return Progress(report.month, state, report.percent, report.value, report.words, files)


def _follow_up(each: FollowUp) -> FollowUpPart:
    return FollowUpPart(each.month, each.due_on, each.reported, each.expected, _signed(each.confirmation))


def _signed(word: Signed | None) -> SignedPart | None:
    if word is None:
        return None
    return SignedPart(timezone.localdate(word.at), word.rank, word.name, word.position)
