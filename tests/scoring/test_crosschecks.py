"""Criteria held against each other: a channel that is used where nobody says that it is listened to."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmqa.criteria import criterion_of
from pmqa.scoring.crosschecks import oddities_of
from tests.every_table.desk import text_of


def test_a_channel_that_is_not_in_the_table_of_channels_is_flagged_once(
    assessment: Any, staff: Any, client_of: Any, fill: Any
) -> None:
    fill("groups", [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}])
    case = {"kind": "ข้อร้องเรียน", "received_on": "3 ก.พ. 2569", "subject": "รอนาน"}
    fill(
        "cs3-cases",
        [{**case, "channel": "สายด่วน"}, {**case, "channel": "สายด่วน"}, {**case, "channel": "วิทยุชายฝั่ง"}, case],
    )
    words = [str(each.text) for each in oddities_of(criterion_of("CS3"), assessment)]
    assert [("สายด่วน" in each, "วิทยุชายฝั่ง" in each) for each in words] == [(True, False), (False, True)]
    assert "CS2-1" in text_of(client_of(staff).get(f"/units/{assessment.unit.code}/2569/cs3/"))
    fill("cs2-channels", [{"group": "ชาวประมง", "channel:HOTLINE": "/", "channel:": "วิทยุชายฝั่ง"}])
    assert oddities_of(criterion_of("CS3"), assessment) == []


def test_a_criterion_without_channels_has_none_to_flag(assessment: Any) -> None:
    assert oddities_of(criterion_of("CS7"), assessment) == []


def test_a_survey_is_a_channel_that_the_table_of_channels_must_have(assessment: Any, fill: Any) -> None:
    fill("groups", [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}])
    assert oddities_of(criterion_of("CS6"), assessment) == []
    fill("cs6-surveys", [{"title": "ข่าวอากาศ", "groups": "ชาวประมง"}, {"title": "แผนที่", "groups": "ชาวประมง"}])
    [reason] = oddities_of(criterion_of("CS6"), assessment)
    assert "แบบสำรวจ" in str(reason.text)
    assert reason.table == "cs2-channels"
    fill("cs2-channels", [{"group": "ชาวประมง", "channel:SURVEY": "/"}])
    assert oddities_of(criterion_of("CS6"), assessment) == []


def test_flags_of_announcements_cost_the_same_for_one_and_for_many(assessment: Any, fill: Any) -> None:
    def queries(count: int) -> int:
        names = [f"บริการ {count} {n}" for n in range(count)]
        fill("services", [{"process": name} for name in names])
        fill("cs7-standards", [{"service": name} for name in names])
        late = {"place": "เว็บ", "announced_on": "1 ต.ค. 2569"}
        fill("cs7-announcements", [{**late, "standard": name} for name in names])
        with CaptureQueriesContext(connection) as seen:
            assert oddities_of(criterion_of("CS7"), assessment)
        return len(seen)

    assert queries(1) == queries(5)


@pytest.mark.parametrize(
    ("code", "key", "row"),
    [
        ("CS6", "cs6-surveys", {"title": "ข่าวอากาศ", "groups": "ชาวประมง", "starts_on": "30 ก.ย. 2568"}),
        ("CS7", "cs7-announcements", {"standard": "พยากรณ์", "place": "เว็บ", "announced_on": "30 ก.ย. 2568"}),
        ("CS7", "cs7-development", {"manual": "คู่มือ", "topic": "ก", "held_on": "1 ต.ค. 2569"}),
    ],
)
def test_a_day_outside_the_fiscal_year_is_flagged(
    assessment: Any, fill: Any, code: str, key: str, row: dict[str, str]
) -> None:
    fill("groups", [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}])
    fill("services", [{"process": "พยากรณ์"}])
    fill("cs2-channels", [{"group": "ชาวประมง", "channel:SURVEY": "/"}])
    fill("cs7-standards", [{"service": "พยากรณ์", "total": "1", "unit": "วันทำการ"}])
    fill(key, [row])
    [reason] = oddities_of(criterion_of(code), assessment)
    assert "2569" in str(reason.text)
    assert reason.table == key
