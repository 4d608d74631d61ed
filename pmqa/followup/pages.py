"""What the pages of a plan show. Every function here costs a fixed number of queries, however long the plan is."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.followup.actions import latest_approval
from pmqa.followup.contents import Changed, changes_since, of_numbers, values_of
from pmqa.followup.lacking import Lack, lacks_of, lacks_of_report
from pmqa.followup.models import MONTHS, Approval, Confirmation, OfiAnswer, PlanAction, Report, ReportFile
from pmqa.followup.published import Released, follow_up_on
from pmqa.judging.models import Remark

State = PlanAction.State


@dataclass(frozen=True)
class ActionLine:
    """An action with the numbers of its OFIs, what changed since the approval (None: it was not approved yet, or there
    is no approval), its reports by month, and whether its day has passed."""

    action: PlanAction
    numbers: str
    is_new: bool
    changes: tuple[Changed, ...]
    reports: tuple[Report | None, ...]
    is_late: bool

    @property
    def is_dropped(self) -> bool:
        return self.action.state == State.DROPPED


@dataclass(frozen=True)
class OfiLine:
    """An OFI with its number, the unit's answer, and the actions that serve it."""

    number: int
    ofi: Remark
    answer: OfiAnswer | None
    actions: tuple[PlanAction, ...]


@dataclass(frozen=True)
class FollowUp:
    """A follow-up: its day, on how many actions of how many something is reported, and the head's confirmation."""

    month: int
    due_on: datetime.date | None
    reported: int
    expected: int
    confirmation: Confirmation | None
    lacks: tuple[Lack, ...]

    @property
    def is_overdue(self) -> bool:
        return is_overdue(self.due_on, self.confirmation is not None)


def is_overdue(due_on: datetime.date | None, is_confirmed: bool) -> bool:
    """Whether the day has passed, in Bangkok, and nothing is confirmed. What comes later is still taken."""
    return not is_confirmed and due_on is not None and due_on < timezone.localdate()


@dataclass(frozen=True)
class Plan:
    """The whole plan of a published assessment."""

    published: Released
    ofis: tuple[OfiLine, ...]
    actions: tuple[ActionLine, ...]
    approval: Approval | None
    lacks: tuple[Lack, ...]
    follow_ups: tuple[FollowUp, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the plan is not as the head approved it."""
        return self.approval is not None and any(line.is_new or line.changes for line in self.actions)

    @property
    def asks_approval(self) -> bool:
        return self.approval is None or self.is_changed

    @property
    def next_follow_up(self) -> FollowUp | None:
        """The first that is not confirmed yet."""
        return next((each for each in self.follow_ups if each.confirmation is None), None)

    @property
    def answered(self) -> int:
        return sum(1 for line in self.ofis if line.answer)


def plan_of(published: Released) -> Plan:
    """The plan as it stands."""
    actions, approval = _actions_of(published.assessment), latest_approval(published.assessment)
    lines = tuple(_line(published, action, approval) for action in actions)
    return Plan(
        published,
        tuple(_ofi_lines(published, actions)),
        tuple(sorted(lines, key=lambda line: line.is_dropped)),
        approval,
        tuple(lacks_of(published.ofis, actions)),
        tuple(_follow_ups(published.assessment, actions, approval)),
    )


def _actions_of(assessment: Assessment) -> list[PlanAction]:
    files = ReportFile.objects.filter(removed_at=None)
    reports = Report.objects.select_related("by").prefetch_related(Prefetch("files", files, to_attr="shown_files"))
    rows = PlanAction.objects.filter(assessment=assessment)
    rows = rows.select_related("updated_by", "improvement__assessment__round", "improvement__assessment__unit")
    return list(rows.prefetch_related("ofis", Prefetch("reports", reports)))


def _line(published: Released, action: PlanAction, approval: Approval | None) -> ActionLine:
    approved = approval.content.get(str(action.pk)) if approval else None
    changes = changes_since(approved, values_of(action), published.numbers) if approved else []
    reports = {report.month: report for report in action.reports.all()}
    is_open = action.state in (State.PLANNED, State.UNDER_WAY)
    return ActionLine(
        action,
        of_numbers((ofi.pk for ofi in action.ofis.all()), published.numbers),
        approval is not None and approved is None,
        tuple(changes),
        tuple(reports.get(month) for month in MONTHS),
        is_open and action.due_on < timezone.localdate(),
    )


def _ofi_lines(published: Released, actions: Sequence[PlanAction]) -> list[OfiLine]:
    serving = [(action, {ofi.pk for ofi in action.ofis.all()}) for action in actions]
    return [
        OfiLine(
            number,
            ofi,
            getattr(ofi, "unit_answer", None),
            tuple(action for action, served in serving if ofi.pk in served),
        )
        for number, ofi in enumerate(published.ofis, start=1)
    ]


def _follow_ups(assessment: Assessment, actions: Sequence[PlanAction], approval: Approval | None) -> list[FollowUp]:
    confirmed = {each.month: each for each in assessment.confirmations.select_related("by")}
    expected = [action for action in actions if action.state != State.DROPPED]
    found = []
    for month in MONTHS:
        reported = {action.pk for action in actions if any(each.month == month for each in action.reports.all())}
        lacks = lacks_of_report(actions, reported, is_approved=approval is not None)
        count = sum(1 for action in expected if action.pk in reported)
        due_on = follow_up_on(assessment, month)
        found.append(FollowUp(month, due_on, count, len(expected), confirmed.get(month), tuple(lacks)))
    return found
