"""Publishing and the contact manual: a frozen copy is all that the public ever sees."""

import csv
import datetime
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import delete_row
from pmqa.organization.models import Person
from standards.models import PublishedStandard, ServiceStandard, StandardStep, time_words
from tests.every_table.desk import text_of

Does = Callable[..., HttpResponse]
Public = Callable[..., HttpResponse]
AT = datetime.datetime(2026, 4, 7, 3, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


def test_what_is_not_published_is_not_there(public: Public, weather: ServiceStandard) -> None:
    assert public("services").status_code == 200
    assert "พยากรณ์อากาศ" not in text_of(public("services"))
    assert "พยากรณ์อากาศ" not in text_of(public("services-table"))
    for name in ("service", "service-data"):
        assert public(name, 1).status_code == 404


def test_a_published_service_is_read_without_an_account(does: Does, public: Public, weather: ServiceStandard) -> None:
    assert does("publish").status_code == 302
    assert reverse("service", args=["alpha", 1]) in text_of(public("services"))
    page = text_of(public("service", 1))
    for words in (
        "พยากรณ์อากาศ",
        "สำเนาบัตร",
        "ไลน์กลุ่ม",
        "08.30-16.30",
        "ข้อบังคับ ทร.",
        time_words(480),
        _("Fee not stated"),
    ):
        assert words in page
    assert page.count('class="flow-row"') == 5
    assert "7 เมษายน 2569" in page
    assert reverse("service-data", args=["alpha", 1]) in page


def test_the_row_tells_version_and_day(does: Does, weather: ServiceStandard) -> None:
    does("publish")
    row = ServiceStandard.objects.get(pk=weather.pk)
    assert row.published_on == datetime.date(2026, 4, 7)
    assert row.manual == _("Contact manual, version %(version)s") % {"version": 1}


def test_a_name_that_the_unit_gave_its_manual_stays(does: Does, weather: ServiceStandard) -> None:
    ServiceStandard.objects.update(manual="คู่มือเล่มเขียว")
    does("publish")
    assert ServiceStandard.objects.get(pk=weather.pk).manual == "คู่มือเล่มเขียว"


def test_work_on_the_next_version_does_not_show_before_it_is_published(
    does: Does, public: Public, weather: ServiceStandard
) -> None:
    does("publish")
    StandardStep.objects.filter(number=1).update(what="ร่างลับ")
    ServiceStandard.objects.update(fee="500 บาท")
    for name, number in (("service", [1]), ("services", []), ("service-data", [1]), ("services-table", [])):
        shown = text_of(public(name, *number))
        assert "ร่างลับ" not in shown
        assert "500 บาท" not in shown
    does("publish")
    assert "ร่างลับ" in text_of(public("service", 1))
    assert "500 บาท" in text_of(public("services"))
    assert list(PublishedStandard.objects.values_list("number", "version", "withdrawn_at").order_by("version")) == [
        (1, 1, AT),
        (1, 2, None),
    ]
    assert ServiceStandard.objects.get(pk=weather.pk).manual.endswith("2")


def test_a_withdrawn_service_is_gone_and_comes_back_as_the_next_version(
    does: Does, public: Public, weather: ServiceStandard
) -> None:
    does("publish")
    does("withdraw")
    assert public("service", 1).status_code == 404
    assert "พยากรณ์อากาศ" not in text_of(public("services"))
    does("publish")
    assert PublishedStandard.objects.get(withdrawn_at=None).version == 2


@pytest.mark.parametrize("lacking", ["steps", "total"])
def test_without_steps_or_total_nothing_is_published(does: Does, weather: ServiceStandard, lacking: str) -> None:
    if lacking == "steps":
        StandardStep.objects.update(deleted_at=timezone.now())
    else:
        ServiceStandard.objects.update(total=None)
    answer = does("publish")
    assert answer.status_code == 409
    assert _("Write the steps and the total completion time first.") in text_of(answer)
    assert not PublishedStandard.objects.exists()


def test_who_saw_an_older_row_publishes_nothing(does: Does, weather: ServiceStandard) -> None:
    assert does("publish", version=weather.version + 7).status_code == 409
    assert not PublishedStandard.objects.exists()


def test_a_published_standard_is_not_deleted_until_it_is_withdrawn(
    does: Does, weather: ServiceStandard, staff: Person
) -> None:
    does("publish")
    StandardStep.objects.update(deleted_at=timezone.now())  # steps hold a standard too
    taken = {"table": table_of("cs7-standards"), "row": weather, "by": staff, "at": AT}
    with pytest.raises(ValidationError):
        delete_row(**taken)
    does("withdraw")
    delete_row(**taken)
    assert ServiceStandard.objects.get(pk=weather.pk).deleted_at == AT


def test_a_service_keeps_its_number_from_year_to_year(
    does: Does, public: Public, weather: ServiceStandard, staff: Person, fill: Any, new_assessment: Any, desk: Any
) -> None:
    does("publish")
    following = new_assessment("alpha", 2570)
    names = [{"process": "วางทุ่น"}, {"process": weather.service.process, "product": weather.service.product}]
    fill("services", names, into=following)
    for place, name in enumerate(["วางทุ่น", "พยากรณ์อากาศ"]):
        [row] = fill("cs7-standards", [{"service": name, "total": "2", "unit": "ชั่วโมง"}], into=following)
        fill("cs7-steps", [{"standard": name, "number": "1", "what": f"ทำ {place}"}], into=following)
        url = reverse("cs7-standards-standard", args=["alpha", 2570, row.pk])
        sent = {"publish": "1", "sent": "00000000-0000-4000-8000-00000000000" + str(place), "version": row.version}
        assert desk.client.post(url, sent).status_code == 302
    public_now = PublishedStandard.objects.filter(withdrawn_at=None).order_by("number")
    assert list(public_now.values_list("number", "version")) == [(1, 2), (2, 1)]
    assert "ทำ 1" in text_of(public("service", 1))


def test_a_deleted_standard_is_not_public(does: Does, public: Public, weather: ServiceStandard) -> None:
    does("publish")
    ServiceStandard.objects.update(deleted_at=timezone.now())
    assert public("service", 1).status_code == 404
    assert "พยากรณ์อากาศ" not in text_of(public("services"))


def test_a_button_pressed_twice_publishes_once(does: Does, weather: ServiceStandard) -> None:
    for _time in range(2):
        assert does("publish", sent="00000000-0000-4000-8000-000000000001").status_code == 302
    assert PublishedStandard.objects.count() == 1


def test_another_unit_shows_nothing_of_it(does: Does, client: Any, new_assessment: Any) -> None:
    does("publish")
    new_assessment("beta")
    assert client.get(reverse("service", args=["beta", 1])).status_code == 404
    assert "พยากรณ์อากาศ" not in text_of(client.get(reverse("services", args=["beta"])))
    assert client.get(reverse("services", args=["gamma"])).status_code == 404


def test_machines_read_a_government_service(does: Does, public: Public) -> None:
    does("publish")
    answer = public("service-data", 1)
    assert answer["Content-Type"] == "application/ld+json"
    told = json.loads(answer.content)
    assert (told["@type"], told["name"]) == ("GovernmentService", "พยากรณ์อากาศ")
    assert [each["name"] for each in told["availableChannel"]] == ["มาด้วยตนเอง", "ไลน์กลุ่ม"]
    assert told["subjectOf"]["totalTime"] == "P1D"
    assert [step["position"] for step in told["subjectOf"]["step"]] == [1, 2, 3]


def test_the_table_opens_in_excel_and_holds_no_formula(does: Does, public: Public, assessment: Assessment) -> None:
    ServiceStandard.objects.update(fee='=HYPERLINK("http://x")', hours="@SUM(1)", law="+66")
    does("publish")
    answer = public("services-table")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    _headings, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row[4] == '\'=HYPERLINK("http://x")'
    assert (row[7], row[8]) == ("'@SUM(1)", "'+66")
    assert "รับคำขอ" in row[9]


def sheet_of(answer: HttpResponse) -> list[tuple[Any, ...]]:
    [sheet] = load_workbook(io.BytesIO(answer.content))
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    return list(sheet.iter_rows(values_only=True))


def test_the_workbook_holds_what_the_table_holds_and_no_formula(does: Does, public: Public) -> None:
    assert len(sheet_of(public("services-workbook"))) == 1
    ServiceStandard.objects.update(fee='=HYPERLINK("http://x")', hours="@SUM(1)", law="+66", documents="-1+2")
    does("publish")
    answer = public("services-workbook")
    assert "services-alpha.xlsx" in answer["Content-Disposition"]
    rows = sheet_of(answer)
    table = csv.reader(io.StringIO(public("services-table").content.decode("utf-8-sig")))
    assert [["" if cell is None else str(cell) for cell in row] for row in rows] == [
        [cell.removeprefix("'") for cell in row] for row in table
    ]
    assert rows[1][4:9:3] == ('=HYPERLINK("http://x")', "@SUM(1)")
    assert public("services-workbook").status_code == 200
    assert reverse("services-workbook", args=["alpha"]) in text_of(public("services"))


def test_one_address_has_so_many_workbooks_made_in_an_hour(
    does: Does, public: Public, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standards.public.WORKBOOKS_AN_HOUR", 2)
    assert [public("services-workbook").status_code for _time in range(3)] == [200, 200, 429]
    assert public("services-table").status_code == 200


def test_the_public_only_reads(does: Does, client: Any) -> None:
    does("publish")
    for name in ("services", "services-table", "services-workbook"):
        assert client.post(reverse(name, args=["alpha"])).status_code == 405
    for name, number in (("service", [1]), ("service-data", [1])):
        assert client.post(reverse(name, args=["alpha", *number])).status_code == 405
