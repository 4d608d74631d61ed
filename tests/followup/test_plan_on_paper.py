"""The improvement plan in the unit's report: once results are published, with what was reported and signed."""

from typing import Any

from pmqa.cycle.models import Assessment
from pmqa.followup.models import PlanAction
from pmqa.followup.reporting import confirm_follow_up
from pmqa.reports.gathering import report_of
from pmqa.reports.render import report_html
from tests.followup.conftest import NOW, SIGNED


def test_the_plan_stands_in_the_report(assessment: Assessment, reported: PlanAction, people: Any) -> None:
    confirm_follow_up(assessment=assessment, month=6, by=people.head, at=NOW, **SIGNED)
    report = report_of(assessment)
    plan = report.plan
    assert plan is not None
    assert [(each.number, each.stance != "") for each in plan.ofis] == [(1, True), (2, True)]
    [action] = plan.actions
    assert (action.ofis, action.owner, action.target) == ("OFI 1", "หน.แผนกพยากรณ์", "90 %")
    [told] = action.progress
    assert (told.month, told.percent, told.words) == (6, 50, "เริ่มรอบเช้าแล้ว")
    assert plan.approved is not None
    first, second = plan.follow_ups
    assert first.confirmed is not None
    assert second.confirmed is None
    html = report_html(report)
    assert 'id="plan-actions"' in html
    assert "เริ่มรอบเช้าแล้ว" in html
    assert "การติดตามเมื่อครบ 6 เดือน" in html


def test_without_a_publication_there_is_no_plan_to_print(assessment: Assessment) -> None:
    report = report_of(assessment)
    assert report.plan is None
    assert 'id="plan"' not in report_html(report)
