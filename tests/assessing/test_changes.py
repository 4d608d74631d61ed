"""What a unit changed before it submitted anew is marked for assessors."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import ClassificationCriterion
from pmqa.assessing.changes import ChangesSince
from pmqa.criteria import table_of
from pmqa.cycle.actions import change_state
from pmqa.cycle.models import Assessment
from pmqa.cycle.rounds import return_to_draft
from pmqa.evidence.actions import delete_row
from pmqa.freezing.comparing import Kind
from pmqa.submission.actions import certify_and_submit
from tests.judging.conftest import NOW, People

State = Assessment.State
WORDS = {"rank": "น.อ.", "name": "ทดสอบ ระบบ", "position": "ผบ.หน่วย"}
ROWS = 12


@pytest.fixture
def submit(people: People, assessment: Assessment) -> Callable[[], None]:
    def certified() -> None:
        fresh = Assessment.objects.select_related("unit", "round").get(pk=assessment.pk)
        certify_and_submit(assessment=fresh, by=people.head, at=NOW, **WORDS)
        change_state(assessment=fresh, to=State.IN_REVIEW, by=people.centre, at=NOW)

    return certified


def walked(client: Client) -> Any:
    return client.get(reverse("review", args=["alpha", 2569, "cs1"]))


def test_what_was_changed_before_a_second_submission_is_marked_and_comes_first(
    assessment: Assessment,
    people: People,
    submit: Callable[[], None],
    fill: Callable[..., Any],
    client_of: Callable[..., Client],
) -> None:
    fill("cs1-criteria", [{"criterion": f"เกณฑ์ {number}", "reason": "ก"} for number in range(ROWS)])
    submit()
    client = client_of(people.other)
    first = walked(client)
    assert not first.context["is_resubmitted"]
    assert "changed" not in {kind for each in first.context["exhibits"] for _line, kind in each.lines}
    assert 'class="row-changed"' not in first.content.decode()

    return_to_draft(assessment=assessment, reason="เพิ่มเหตุผล", until=None, by=people.centre, at=NOW, today=NOW.date())
    rows = list(ClassificationCriterion.objects.filter(assessment=assessment).order_by("position"))
    ClassificationCriterion.objects.filter(pk=rows[-1].pk).update(reason="ตามกฎหมาย")
    delete_row(table=table_of("cs1-criteria"), row=rows[0], by=people.staff, at=NOW)
    submit()
    exhibit = next(each for each in walked(client).context["exhibits"] if each.table.key == "cs1-criteria")
    line, kind = exhibit.lines[0]
    assert (line.rows[0].pk, kind) == (rows[-1].pk, Kind.CHANGED)
    assert [kind for _line, kind in exhibit.lines[1:]] == [None] * 9
    assert (exhibit.changes.added, exhibit.changes.changed, exhibit.changes.removed) == (0, 1, 1)
    assert not ChangesSince(Assessment(pk=assessment.pk, state=State.DRAFT)).is_resubmitted
    assert walked(client).content.decode().count('class="row-changed"') == 1
