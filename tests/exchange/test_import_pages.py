"""The pages: upload, preview with mending, import once, downloads."""

import io
import os
import random
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pmqa.cycle.models import Assessment
from pmqa.exchange.workbook import read_workbook
from pmqa.organization.models import Person
from pmqa.profile.models import Group
from tests.exchange.built import one_sheet, text_cell

AS_KEPT = Path(__file__).parent / "samples" / "dockyard-2569-as-kept.xlsx"
MENDED = {
    "cell:ตารางวิเคราะห์ CS!G6": "กําลังพลและครอบครัว",
    "cell:แผนติดตามข้อร้องเรียน!B3": "มาก",
    "cell:แผนติดตามข้อร้องเรียน!A4": "อบรมช่างเรือ",
    "cell:ทบทวน!C3": "๑๒",
}


@pytest.fixture
def client(client_of: Callable[[Person], Client], staff: Person) -> Client:
    return client_of(staff)


def address(name: str, assessment: Assessment) -> str:
    return reverse(name, args=[assessment.unit.code, assessment.year])


def workbook(*rows: Any, title: str = "หมวด P ข้อ 8") -> io.BytesIO:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    target.name = "กลุ่ม.xlsx"
    return target


def send(client: Client, assessment: Assessment, file: Any, **data: str) -> HttpResponse:
    return client.post(address("import", assessment), {"file": file, **data})


def send_as_kept(client: Client, assessment: Assessment) -> HttpResponse:
    with AS_KEPT.open("rb") as file:
        return send(client, assessment, file)


def hidden(page: HttpResponse) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {unescape(name): unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def text(page: HttpResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


def button_is_off(page: HttpResponse) -> bool:
    (button,) = re.findall(r'<button[^>]*value="import"[^>]*>', page.content.decode())
    return "disabled" in button


def kept(settings: Any) -> list[Path]:
    return list((settings.PMQA_DATA / "uploads").glob("*/*"))


def test_the_preview_names_the_wrong_cells_and_its_button_is_off(client: Client, assessment: Assessment) -> None:
    page = send_as_kept(client, assessment)
    assert page.status_code == 200
    fields = re.findall(r'<input type="text"[^>]*name="([^"]+)"', page.content.decode())
    assert [unescape(name) for name in fields] == list(MENDED)
    assert button_is_off(page)
    for words in ("นักเรียนช่าง", "มากที่สุด", "มากเป็นพิเศษ", "ขนส่งพัสดุ", "n = 12", "G4", "2568", "หมายเหตุ ทบทวนเมื่อ"):
        assert words in text(page)
    assert not Group.objects.exists()


def test_an_import_of_what_is_wrong_stores_nothing_and_shows_it_again(client: Client, assessment: Assessment) -> None:
    first = send_as_kept(client, assessment)
    page = client.post(address("import-preview", assessment), {**hidden(first), "action": "import"})
    assert page.status_code == 422
    assert button_is_off(page)
    assert not Group.objects.exists()


def test_cells_are_mended_in_place_step_by_step_and_then_all_is_imported(
    client: Client, assessment: Assessment, settings: Any
) -> None:
    page = send_as_kept(client, assessment)
    half = dict(list(MENDED.items())[:2])
    page = client.post(address("import-preview", assessment), {**hidden(page), **half, "action": "trial"})
    assert button_is_off(page)
    assert set(half) <= set(hidden(page))
    rest = dict(list(MENDED.items())[2:])
    page = client.post(address("import-preview", assessment), {**hidden(page), **rest, "action": "trial"})
    assert not button_is_off(page)
    assert not Group.objects.exists()
    done = client.post(address("import-preview", assessment), {**hidden(page), "action": "import"})
    assert done.status_code == 302
    assert done["Location"] == address("start", assessment)
    assert Group.objects.count() == 4
    assert kept(settings) == []


def test_mending_and_importing_in_one_step_is_possible(client: Client, assessment: Assessment) -> None:
    page = send_as_kept(client, assessment)
    done = client.post(address("import-preview", assessment), {**hidden(page), **MENDED, "action": "import"})
    assert done.status_code == 302
    assert Group.objects.count() == 4


def test_a_text_left_as_shown_changes_nothing(client: Client, assessment: Assessment) -> None:
    page = send_as_kept(client, assessment)
    as_shown = dict(zip(MENDED, ("นักเรียนช่าง", "มากที่สุด", "ขนส่งพัสดุ", "n = 12"), strict=True))
    again = client.post(address("import-preview", assessment), {**hidden(page), **as_shown, "action": "trial"})
    assert button_is_off(again)
    assert "นักเรียนช่าง" in text(again)


def test_a_second_sending_of_the_same_form_imports_nothing_again(client: Client, assessment: Assessment) -> None:
    page = send(client, assessment, workbook(["กลุ่ม", "ประเภท"], ["ชาวประมง", "ผู้รับบริการ"]))
    form = {**hidden(page), "action": "import"}
    assert client.post(address("import-preview", assessment), form).status_code == 302
    Group.objects.all().delete()
    assert client.post(address("import-preview", assessment), form).status_code == 302
    assert not Group.objects.exists()


def test_missing_rows_are_removed_only_when_ticked(
    client: Client, assessment: Assessment, fill: Callable[..., Any]
) -> None:
    fill("groups", [{"name": name, "kind": "ผู้รับบริการ"} for name in ("ชาวประมง", "ครู")])
    for ticked, standing in (({}, 2), ({"remove": "1"}, 1)):
        page = send(client, assessment, workbook(["กลุ่ม", "ประเภท"], ["ชาวประมง", "ผู้รับบริการ"]))
        assert "ครู" in text(page)
        client.post(address("import-preview", assessment), {**hidden(page), **ticked, "action": "import"})
        assert Group.objects.filter(deleted_at=None).count() == standing


def test_changes_are_shown_old_and_new(client: Client, assessment: Assessment, fill: Callable[..., Any]) -> None:
    fill("groups", [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}])
    page = send(client, assessment, workbook(["กลุ่ม", "ประเภท"], ["ชาวประมง", "ผู้มีส่วนได้ส่วนเสีย"]))
    assert "ประเภท ผู้รับบริการ → ผู้มีส่วนได้ส่วนเสีย" in text(page)


def test_the_person_picks_the_table_of_a_sheet_that_cannot_be_told(client: Client, assessment: Assessment) -> None:
    rows = ["กลุ่ม", "สี", "ขนาด", "ประเภท", "กลิ่น"], ["ชาวประมง", "ฟ้า", 3, "ผู้รับบริการ", "หอม"]
    page = send(client, assessment, workbook(*rows, title="ก"))
    assert button_is_off(page)
    form = {**hidden(page), "table:ก": "groups"}
    page = client.post(address("import-preview", assessment), {**form, "action": "trial"})
    assert not button_is_off(page)
    client.post(address("import-preview", assessment), {**form, "action": "import"})
    assert Group.objects.get().name == "ชาวประมง"


def test_the_table_of_a_single_sheet_can_be_picked_with_the_file(client: Client, assessment: Assessment) -> None:
    rows = ["กลุ่ม", "สี", "ขนาด", "ประเภท", "กลิ่น"], ["ชาวประมง", "ฟ้า", 3, "ผู้รับบริการ", "หอม"]
    assert not button_is_off(send(client, assessment, workbook(*rows), table="groups"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ว่าง.xlsx", b""),
        ("รูป.xlsx", b"\x89PNG\r\n\x1a\n" + b"x" * 500),
        ("เอกสาร.pdf", b"%PDF-1.7 ..."),
        ("เก่า.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 9),
        ("เสีย.xlsx", b"PK\x03\x04" + b"x" * 500),
        ("ใหญ่.xlsx", b"PK\x03\x04" + b"x" * (10 * 1024 * 1024 + 1)),
    ],
)
def test_what_is_no_workbook_is_refused_on_the_page(
    client: Client, assessment: Assessment, settings: Any, name: str, content: bytes
) -> None:
    file = io.BytesIO(content)
    file.name = name
    page = send(client, assessment, file)
    assert page.status_code == 422
    assert "invalid-feedback" in page.content.decode()
    assert kept(settings) == []


def test_a_text_of_a_million_letters_is_told_and_not_sent_back_whole(client: Client, assessment: Assessment) -> None:
    head = f'<row r="1">{text_cell("A1", "กลุ่ม")}{text_cell("B1", "ประเภท")}</row>'
    letters = "".join(random.Random(1).choices("กขคงจฉชซ", k=1_000_000))  # the same letter over and over is a bomb
    line = f'<row r="2">{text_cell("A2", letters)}{text_cell("B2", "ผู้รับบริการ")}</row>'
    file = io.BytesIO(one_sheet(head + line))
    file.name = "กลุ่ม.xlsx"
    page = send(client, assessment, file)
    assert page.status_code == 200
    assert "1,000,000" in text(page)
    assert button_is_off(page)
    assert len(page.content) < 200_000


@pytest.mark.parametrize("forged", [{"upload": "x"}, {"key": "x"}, {"upload": ""}])
def test_a_forged_form_leads_back_to_the_upload(client: Client, assessment: Assessment, forged: dict[str, str]) -> None:
    page = send(client, assessment, workbook(["กลุ่ม", "ประเภท"], ["ชาวประมง", "ผู้รับบริการ"]))
    form = {**hidden(page), **forged, "action": "import"}
    assert client.post(address("import-preview", assessment), form)["Location"] == address("import", assessment)
    assert not Group.objects.exists()


@pytest.mark.parametrize("name", ["cell:ก", "cell:ก!", "cell:ก!XFD1048576", "cell:!A1", "cell:ก!ก1", "table:ก"])
def test_forged_fields_are_left_out(client: Client, assessment: Assessment, name: str) -> None:
    page = send(client, assessment, workbook(["กลุ่ม", "ประเภท"], ["ชาวประมง", "ผู้รับบริการ"], title="ก"))
    page = client.post(address("import-preview", assessment), {**hidden(page), name: "x", "action": "trial"})
    assert page.status_code == 200
    assert not button_is_off(page)


def test_a_kept_workbook_serves_its_person_and_assessment_only(
    client: Client,
    client_of: Callable[[Person], Client],
    assessment: Assessment,
    new_assessment: Callable[..., Assessment],
    person: Callable[..., Person],
    settings: Any,
) -> None:
    page = send(client, assessment, workbook(["กลุ่ม", "ประเภท"], ["ชาวประมง", "ผู้รับบริการ"]))
    form = {**hidden(page), "action": "import"}
    colleague = client_of(person("colleague", "STAFF", assessment.unit))
    assert colleague.post(address("import-preview", assessment), form)["Location"] == address("import", assessment)
    (file,) = kept(settings)
    assert file.stat().st_mode & 0o077 == 0
    assert not Group.objects.exists()


def test_a_workbook_of_yesterday_is_cleared_away(client: Client, assessment: Assessment, settings: Any) -> None:
    send_as_kept(client, assessment)
    (old,) = kept(settings)
    os.utime(old, (1, 1))
    send_as_kept(client, assessment)
    assert len(kept(settings)) == 1
    assert not old.exists()


@pytest.mark.parametrize("name", ["import", "import-preview", "export", "template"])
def test_other_units_are_not_there(client: Client, new_assessment: Callable[..., Assessment], name: str) -> None:
    other = new_assessment("beta")
    assert client.get(address(name, other)).status_code == 404
    assert client.post(address(name, other)).status_code in (404, 405)


def test_a_closed_assessment_shows_downloads_and_refuses_workbooks(client: Client, assessment: Assessment) -> None:
    page = send(client, assessment, workbook(["กลุ่ม", "ประเภท"], ["ชาวประมง", "ผู้รับบริการ"]))
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.SUBMITTED)
    shown = client.get(address("import", assessment))
    assert 'type="file"' not in shown.content.decode()
    assert address("export", assessment) in shown.content.decode()
    assert send_as_kept(client, assessment).status_code == 403
    form = {**hidden(page), "action": "import"}
    assert client.post(address("import-preview", assessment), form).status_code == 403
    assert not Group.objects.exists()


def test_the_address_of_the_preview_leads_to_the_upload(client: Client, assessment: Assessment) -> None:
    assert client.get(address("import-preview", assessment))["Location"] == address("import", assessment)


@pytest.mark.parametrize("name", ["export", "template"])
def test_downloads_have_thai_names_and_can_be_read(client: Client, assessment: Assessment, name: str) -> None:
    response = client.get(address(name, assessment))
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert "filename*=utf-8''" in response["Content-Disposition"]
    assert "%E0%B8" in response["Content-Disposition"]
    assert response["Content-Disposition"].endswith(".xlsx")
    assert read_workbook(io.BytesIO(content))
