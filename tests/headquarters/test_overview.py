"""The overview of a round: how far its units are, week by week, who is late and who has more time."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pmqa.audit.record import Kind, record
from pmqa.charts.progress import funnel, lines
from pmqa.cycle.models import Assessment, Round
from pmqa.headquarters.lateness import days_late, is_late
from pmqa.headquarters.narrowing import Narrowed
from pmqa.headquarters.weeks import Changes, changes_of, weeks_of
from pmqa.organization.models import Person, Unit

pytestmark = pytest.mark.django_db
State = Assessment.State
TODAY = datetime.date(2026, 11, 20)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def four(new_assessment: Callable[..., Assessment]) -> Round:
    """Four units: a draft that is late, one with more time, one late in review, one in consensus that is in time."""
    made = {code: new_assessment(code) for code in ("alpha", "beta", "gamma", "delta")}
    Unit.objects.filter(code__in=("alpha", "beta")).update(kind="กรม")
    Unit.objects.filter(code="gamma").update(kind="อู่")
    for code, state in (("gamma", State.IN_REVIEW), ("delta", State.CONSENSUS)):
        Assessment.objects.filter(pk=made[code].pk).update(state=state)
    Assessment.objects.filter(pk=made["beta"].pk).update(extended_until=day("2199-01-01"), extension_reason="น้ำท่วม")
    Round.objects.update(closes_on=day("2025-12-31"), review_until=day("2026-01-31"), consensus_until=day("2199-03-01"))
    return Round.objects.get()


def listed(client: Client, **given: str) -> list[str]:
    page = client.get(reverse("round", args=[2569]), given)
    assert page.status_code == 200
    return sorted(each.unit.code for each, _late in page.context["rows"])


def test_who_is_late_is_told_with_the_days(client: Client, four: Round) -> None:
    assert listed(client) == ["alpha", "beta", "delta", "gamma"]
    assert listed(client, time="late") == ["alpha", "gamma"]
    assert listed(client, time="extended") == ["beta"]
    assert listed(client, kind="กรม", time="late") == ["alpha"]
    assert listed(client, kind="-") == ["delta"]
    assert listed(client, q="gamma", state="IN_REVIEW") == ["gamma"]
    assert listed(client, state="x", time="x", q="") == listed(client, page="99")
    assert listed(client, kind="none of these") == []
    page = client.get(reverse("round", args=[2569]))
    assert [(key, count) for key, _title, count in page.context["counted"]] == [("late", 2), ("extended", 1)]
    assert "น้ำท่วม" in page.text


def test_what_is_late_in_the_database_is_late_in_words(four: Round) -> None:
    rows = Assessment.objects.select_related("round")
    for today in ("2025-12-31", "2026-01-01", "2026-02-01", "2199-01-01", "2199-01-02", "2199-03-02"):
        late = {each.pk for each in rows if days_late(each, day(today))}
        assert late == set(rows.filter(is_late(four, day(today))).values_list("pk", flat=True)), today
    Round.objects.update(review_until=None, consensus_until=None)
    assert not Assessment.objects.filter(is_late(Round.objects.get(), day("2199-01-01")), state=State.IN_REVIEW)
    assert days_late(rows.get(unit__code="gamma"), day("2199-01-01")) == 0


def test_the_funnel_counts_who_came_this_far(client: Client, four: Round) -> None:
    def stages(**given: str) -> list[tuple[int, int]]:
        page = client.get(reverse("round", args=[2569]), given)
        return [(count, came) for _state, _title, count, came, _rung in page.context["stages"]]

    assert stages() == [(2, 4), (0, 2), (1, 2), (1, 1), (0, 0)]
    assert stages(kind="อู่", state="DRAFT") == [(0, 1), (0, 1), (1, 1), (0, 0), (0, 0)]


def test_weeks_end_where_the_round_stands_today() -> None:
    first, second = day("2026-10-05"), day("2026-10-19")
    changes = [
        Changes(first, "DRAFT", "SUBMITTED", 3),
        Changes(second, "SUBMITTED", "IN_REVIEW", 2),
        Changes(second, "SUBMITTED", "DRAFT", 1),
    ]
    weeks = weeks_of({"DRAFT": 8, "IN_REVIEW": 2}, changes, TODAY)
    assert [(week.monday.isoformat(), week.reached[:2]) for week in weeks] == [
        ("2026-09-28", (0, 0)), ("2026-10-05", (3, 0)), ("2026-10-12", (3, 0)), ("2026-10-19", (2, 2)),
        ("2026-10-26", (2, 2)),
    ]  # fmt: skip
    assert weeks[0].counts["DRAFT"] == 10
    assert weeks_of({"DRAFT": 8}, [], TODAY) == []
    assert len(weeks_of({}, [Changes(day("2020-01-06"), "DRAFT", "SUBMITTED", 1), *changes], TODAY)) == 60


@pytest.mark.database
def test_the_record_is_counted_by_the_weeks_of_bangkok(
    assessment: Assessment, new_assessment: Callable[..., Assessment], staff: Person
) -> None:
    told: dict[str, Any] = {"kind": Kind.STATE, "by": staff, "year": 2569, "subject": "SUBMITTED"}
    told["detail"] = {"from": "DRAFT", "to": "SUBMITTED"}
    # The same minute of Sunday evening in UTC lies on both sides of Monday's midnight in Bangkok.
    sunday = datetime.datetime(2026, 10, 4, 16, 59, tzinfo=datetime.UTC)
    record(**told, unit=assessment.unit, at=sunday)
    record(**told, unit=new_assessment("beta").unit, at=sunday + datetime.timedelta(minutes=1))
    record(**{**told, "year": 2568}, unit=assessment.unit, at=sunday)
    found = Narrowed(assessment.round, TODAY)
    assert sorted((each.monday.isoformat(), each.count) for each in changes_of(found)) == [
        ("2026-09-28", 1), ("2026-10-05", 1),
    ]  # fmt: skip
    Unit.objects.filter(code="beta").update(kind="อู่")
    assert [each.count for each in changes_of(Narrowed(assessment.round, TODAY, kind="อู่"))] == [1]


def test_the_weeks_stand_on_the_page_with_their_table(client: Client, assessment: Assessment, staff: Person) -> None:
    assert client.get(reverse("round", args=[2569])).context["weeks"] is None
    Assessment.objects.update(state="SUBMITTED")
    detail = {"from": "DRAFT", "to": "SUBMITTED"}
    record(
        kind=Kind.STATE, by=staff, at=timezone.now(), unit=assessment.unit, year=2569, subject="SUBMITTED",
        detail=detail,
    )  # fmt: skip
    page = client.get(reverse("round", args=[2569]))
    assert [figures for _monday, figures in page.context["weeks"]["rows"]] == [(0, 0, 0, 0), (1, 0, 0, 0)]
    assert [line.last for line in page.context["weeks"]["lines"].lines] == [1, 0, 0, 0]


def test_pictures_hold_their_figures() -> None:
    assert [rung.path for rung in funnel([4, 2, 0])] == ["M0 4h400v20h-400z", "M100 4h200v20h-200z", ""]
    drawn = lines(["a", "b"], [[0, 0], [2, 1]], 2)
    assert [line.path for line in drawn.lines] == ["M0.0 160.0L400.0 0.0", "M0.0 160.0L400.0 80.0"]
    with pytest.raises(ValueError, match="not a figure"):
        lines(["a", "b"], [[1]], 2)
