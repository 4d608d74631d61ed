"""What the report prints of the improvement plan as tables; in the active language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmqa.reports.look import Look
from pmqa.reports.outcomes import ActionPart, AnsweredOfi, FollowUpPart, PlanPart
from pmqa.reports.report import Cell, PaperColumn, PaperTable
from pmqa.reports.sheets import NOTHING


def plan_tables(plan: PlanPart, look: Look) -> tuple[PaperTable, ...]:
    """The answers to OFIs, the actions, and what was reported on them; a follow-up of which nothing is told is none."""
    reported = (_progress(plan, each, look) for each in plan.follow_ups)
    return (_ofis(plan.ofis), _actions(plan.actions, look), *(table for table in reported if table.lines))


def follow_up_name(follow_up: FollowUpPart, look: Look) -> str:
    months = look.figure(follow_up.month)
    return ngettext("Follow-up after %(months)s month", "Follow-up after %(months)s months", follow_up.month) % {
        "months": months
    }


def _ofis(ofis: Iterable[AnsweredOfi]) -> PaperTable:
    title = _("Answers to the opportunities for improvement")
    headings = (_("OFI"), _("Point"), _("Opportunity for improvement (OFI)"), _("Answer"), _("Words"))
    lines = ((each.number, each.point, each.text, each.stance or NOTHING, each.words or NOTHING) for each in ofis)
    return _table("plan-ofis", title, headings, lines)


def _actions(actions: Iterable[ActionPart], look: Look) -> PaperTable:
    headings = (
        _("Action"),
        _("OFIs"),
        _("Owner (post)"),
        _("Due"),
        _("Measure of success"),
        _("From (now)"),
        _("To (target)"),
        _("State"),
    )
    return _table("plan-actions", _("Actions"), headings, (_action(each, look) for each in actions))


def _action(each: ActionPart, look: Look) -> tuple[Cell, ...]:
    state = f"{each.state}: {each.dropped}" if each.dropped else each.state
    ends = each.baseline or NOTHING, each.target
    return (each.action, look.figure(each.ofis) or NOTHING, each.owner, each.due_on, each.indicator, *ends, state)


def _progress(plan: PlanPart, follow_up: FollowUpPart, look: Look) -> PaperTable:
    headings = (_("Action"), _("State"), _("Per cent"), _("Value reached"), _("Progress"), _("Evidence"))
    lines = (
        (
            action.action,
            told.state,
            NOTHING if told.percent is None else told.percent,
            told.value or NOTHING,
            told.words,
            "\n".join(told.files) or NOTHING,
        )
        for action in plan.actions
        for told in action.progress
        if told.month == follow_up.month
    )
    return _table(f"plan-{follow_up.month}", follow_up_name(follow_up, look), headings, lines)


def _table(key: str, title: str, headings: Iterable[str], lines: Iterable[tuple[Cell, ...]]) -> PaperTable:
    return PaperTable(key, title, tuple(PaperColumn(heading) for heading in headings), tuple(lines))
