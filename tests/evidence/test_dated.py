"""Lines that begin with a date: how people write them, and what stays of them."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.dated import DatedLinesFormField, dated_label, entries_of
from pmqa.evidence.history import history_of
from pmqa.evidence.models import RowChange
from tests.every_table.desk import text_of

HEARING = {"name": "รับฟังความเห็น", "level": "2 ปรึกษาหารือ"}
PROGRESS = "2 ก.พ. 2569 ลงสรุปความเห็น\n16 มี.ค. 2569 สำรวจซ้ำ"
STORED = "2026-02-02 ลงสรุปความเห็น\n2026-03-16 สำรวจซ้ำ"


def read(text: str) -> str:
    return str(DatedLinesFormField(required=False).clean(text))


@pytest.mark.parametrize(
    "line",
    [
        "3 ก.พ. 2569 โทรกลับ",
        "3 กุมภาพันธ์ 2569 โทรกลับ",
        "3 ก.พ. พ.ศ. 2569 โทรกลับ",
        "วันอังคารที่ 3 กุมภาพันธ์ พ.ศ. 2569 โทรกลับ",
        "วันที่ 3 ก.พ. 69 โทรกลับ",
        "3ก.พ.69 โทรกลับ",
        "๓ ก.พ. ๒๕๖๙ โทรกลับ",
        "3/2/2569 โทรกลับ",
        "03-02-2569 โทรกลับ",
        "3.2.2569 โทรกลับ",
        "3/2/69: โทรกลับ",
        "3/2/2569 : โทรกลับ",
        "3 ก.พ. 2569 - โทรกลับ",
        "3 ก.พ. 2569 – โทรกลับ",
        "- 3 ก.พ. 2569 โทรกลับ",
        "• 3 ก.พ. 2569 โทรกลับ",
        "2569-02-03 โทรกลับ",
        "2026-02-03 โทรกลับ",
        "3 Feb 2026 โทรกลับ",
        "Tue 3 Feb 2026 โทรกลับ",
        "  3 ก.พ.\u200b 2569\tโทรกลับ ",
    ],
)
def test_a_date_in_every_spelling_begins_a_line(line: str) -> None:
    assert read(line) == "2026-02-03 โทรกลับ"


@pytest.mark.parametrize("words", ["10.30 น. โทรกลับ", "2 เครื่อง", "12 คน 69 เรื่อง", "2569", ""])
def test_figures_after_the_date_are_words(words: str) -> None:
    assert read(f"3 ก.พ. 2569 {words}") == f"2026-02-03 {words}".strip()


def test_a_line_without_a_date_goes_on_with_the_one_before() -> None:
    assert read("3 ก.พ. 2569 โทรกลับ\nไม่มีผู้รับสาย\n\n- ฝากข้อความ\n4 ก.พ. 2569 พบกัน") == (
        "2026-02-03 โทรกลับ ไม่มีผู้รับสาย - ฝากข้อความ\n2026-02-04 พบกัน"
    )


@pytest.mark.parametrize("text", ["โทรกลับ", "2 เครื่อง", "ก.พ. 2569 โทรกลับ", "โทรกลับ\n3 ก.พ. 2569 พบกัน"])
def test_the_first_line_needs_a_date(text: str) -> None:
    with pytest.raises(ValidationError, match=text.split("\n")[0]):
        read(text)


@pytest.mark.parametrize("line", ["31 ก.พ. 2569 พบกัน", "๓๑/๒/๒๕๖๙ พบกัน", "29 ก.พ. 2569 พบกัน", "- 0/2/2569 พบกัน"])
def test_a_day_that_does_not_exist_is_refused_and_not_taken_for_words(line: str) -> None:
    for text in (line, f"3 ก.พ. 2569 โทรกลับ\n{line}"):
        with pytest.raises(ValidationError, match=line[:6]):
            read(text)


def test_stored_lines_are_shown_in_the_readers_calendar_and_read_again_as_the_same() -> None:
    assert read(PROGRESS) == STORED
    for language, shown in (("th", PROGRESS), ("en", "2 Feb 2026 ลงสรุปความเห็น\n16 Mar 2026 สำรวจซ้ำ")):
        with translation.override(language):
            assert dated_label(STORED) == shown
            assert DatedLinesFormField().prepare_value(STORED) == shown
            assert read(shown) == STORED


@pytest.mark.parametrize(
    "text",
    ["3 ก.พ. 2569", "3 ก.พ. 2569 5 ก.พ. 2569 ประชุม", "3 ก.พ. 2569 2569-02-04 ประชุม", "3 ก.พ. 2569 9 Feb 2026 ประชุม"],
)
def test_a_second_date_in_a_line_stays_among_its_words(text: str) -> None:
    stored = read(text)
    [(day, words)] = entries_of(stored)
    assert (day, words) == (datetime.date(2026, 2, 3), text.removeprefix("3 ก.พ. 2569").strip())
    for language in ("th", "en"):
        with translation.override(language):
            assert read(dated_label(stored)) == stored


def test_entries_are_days_and_words() -> None:
    assert list(entries_of("")) == []
    assert list(entries_of(STORED))[1] == (datetime.date(2026, 3, 16), "สำรวจซ้ำ")


def test_what_was_typed_and_refused_stays_as_it_is() -> None:
    assert dated_label("โทรกลับ") == "โทรกลับ"


@pytest.mark.parametrize("text", ["3 ก.พ. 2569 " + "ก" * 1_000_000, "1 " * 500_000, "\n" * 1_000_000 + "x"])
def test_a_text_without_end_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="20000"):
        read(text)


def test_the_history_keeps_the_lines_and_shows_them_in_the_readers_calendar(
    assessment: Assessment, staff: Any, fill: Callable[..., Any], client_of: Callable[..., Any]
) -> None:
    [row] = fill("cs5-activities", [{**HEARING, "progress": PROGRESS}])
    assert RowChange.objects.get(row_id=row.pk, table=row._meta.label_lower).values["progress"] == STORED
    with translation.override("en"):
        [entry] = history_of(table_of("cs5-activities"), row)
        assert "2 Feb 2026 ลงสรุปความเห็น\n16 Mar 2026 สำรวจซ้ำ" in [field.after for field in entry.fields]
    client = client_of(staff)
    page = text_of(client.get(f"/units/alpha/2569/tables/cs5-activities/{row.pk}/history/"))
    assert "2 ก.พ. 2569 ลงสรุปความเห็น" in page
    assert "2026-02-02" not in page


def test_lines_kept_in_english_are_kept_the_same(fill: Callable[..., Any], assessment: Assessment) -> None:
    with translation.override("en"):
        [row] = fill("cs5-activities", [{**HEARING, "level": "2 Consult", "progress": "2 Feb 2026 ลงสรุปความเห็น"}])
    kept = RowChange.objects.get(row_id=row.pk, table=row._meta.label_lower).values
    assert (kept["progress"], kept["level"]) == ("2026-02-02 ลงสรุปความเห็น", "CONSULT")
