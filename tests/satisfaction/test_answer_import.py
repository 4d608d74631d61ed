"""Answers of a file: matched, previewed, stored whole or not at all, once; taken back whole."""

import datetime
import os
import re
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pmqa.management.nightly import nightly
from satisfaction.models import Answer, AnswerImport, Questionnaire, Response
from tests.every_table.desk import text_of
from tests.satisfaction.import_desk import EXPECTED, HEADINGS, ROWS, Importer, csv_file, stored, workbook
from tests.satisfaction.people import Designer


@pytest.mark.parametrize(
    "content",
    [
        csv_file([HEADINGS, *ROWS]),
        csv_file([HEADINGS, *ROWS], "utf-8"),
        csv_file([HEADINGS, *ROWS], "utf-16"),
        csv_file([HEADINGS, *ROWS], "cp874", ";"),
        csv_file([HEADINGS, *ROWS], "utf-8", "\t"),
        workbook([HEADINGS, *ROWS]),
    ],
)
def test_a_file_of_every_kind_is_matched_and_imported(importer: Importer, content: bytes) -> None:
    page = importer.read(content)
    assert "disabled" not in page
    assert not Response.objects.exists()
    importer.post()
    assert stored() == EXPECTED
    assert sorted(str(day) for day in Response.objects.values_list("day", flat=True)) == ["2026-01-31", "2026-02-01"]
    assert set(Response.objects.values_list("source", "service__process")) == {("FILE", "พยากรณ์อากาศ")}
    assert "example.org" not in str(list(AnswerImport.objects.values_list()))


def test_what_is_wrong_is_named_with_its_cell_and_mended_by_value(importer: Importer) -> None:
    wrong = [(*ROWS[0][:3], "ดีมาก", *ROWS[0][4:]), ROWS[1], (*ROWS[1][:3], " ดีมาก", *ROWS[1][4:])]
    page = importer.read(csv_file([HEADINGS, *wrong]))
    [name] = re.findall(r'name="(value-3-[^"*]+)"', page)
    assert ">D2<" in re.sub(r"\s", "", page)
    assert "disabled" in page
    importer.post("import")
    assert not Response.objects.exists()
    importer.post("check", **{name: "5"})
    assert "disabled" not in importer.page()
    importer.post()
    rated = Answer.objects.filter(question__kind="SATISFACTION").order_by("response")
    assert list(rated.values_list("value", flat=True)) == [5, 4, 5]


def test_a_value_may_be_said_to_be_no_answer(importer: Importer) -> None:
    page = importer.read(csv_file([HEADINGS, *((*row[:3], f"แปลก {n}", *row[4:]) for n, row in enumerate(ROWS * 2))]))
    assert 'name="value-3-*"' in page
    importer.post("import", **{"value-3-*": "-"})
    assert Response.objects.count() == 4
    assert not Answer.objects.filter(question__kind="SATISFACTION").exists()


def test_a_column_is_put_right_by_hand_and_left_out(importer: Importer) -> None:
    headings = ("เวลา", "อีเมล", "สังกัด", "คำถามแรก", *HEADINGS[4:])
    importer.read(csv_file([headings, *ROWS]))
    importer.post("check")
    question = Questionnaire.objects.get().sections.first().questions.first()
    importer.post("import", **{"column-3": f"q{question.pk}", "column-2": "group", "column-8": ""})
    assert stored() == [each for each in EXPECTED if each[1] != "TEXT"]


def test_a_file_without_groups_asks_for_one_for_all(importer: Importer, designer: Designer) -> None:
    rows = [(*row[:2], *row[3:]) for row in (HEADINGS, *ROWS)]
    assert "disabled" in importer.read(csv_file(rows))
    group = designer.survey.groups.get(name="เดินเรือ")
    importer.post("import", group=str(group.pk))
    assert set(Response.objects.values_list("group__name", flat=True)) == {"เดินเรือ"}


@pytest.mark.parametrize(
    "told",
    [
        {"column-3": "q999999"},
        {"column-3": "day; drop table"},
        {"group": "999999"},
        {"service": "x"},
    ],
)
def test_what_the_page_cannot_have_offered_is_refused(importer: Importer, told: dict[str, str]) -> None:
    importer.read(csv_file([HEADINGS, *ROWS]))
    before = AnswerImport.objects.values().get()
    assert importer.post("import", **told).status_code == 302
    assert AnswerImport.objects.values().get() == before
    assert not Response.objects.exists()


@pytest.mark.database
def test_the_same_file_is_refused_unless_it_is_meant(importer: Importer) -> None:
    content = csv_file([HEADINGS, *ROWS])
    importer.read(content)
    importer.post()
    page = importer.read(content)
    assert 'name="again"' in page
    importer.post()
    assert Response.objects.count() == 2
    importer.post("import", again="1")
    assert Response.objects.count() == 4


def test_a_form_sent_twice_imports_once(importer: Importer) -> None:
    key = {"sent": str(uuid.uuid4())}
    content = csv_file([HEADINGS, *ROWS])
    places = {importer.send(content, **key)["Location"] for _twice in range(2)}
    assert len(places) == AnswerImport.objects.count() == 1
    key = {"sent": str(uuid.uuid4())}
    for _twice in range(2):
        importer.post("import", **key)
    importer.post("import")
    assert Response.objects.count() == 2


@pytest.mark.database
def test_an_import_is_taken_back_whole_and_only_it(importer: Importer, staff: Any) -> None:
    content = csv_file([HEADINGS, *ROWS])
    importer.read(content)
    importer.post()
    kept = AnswerImport.objects.get()
    importer.read(csv_file([HEADINGS, *ROWS, *ROWS]))
    importer.post()
    taken = AnswerImport.objects.latest("pk")
    for _twice in range(2):
        importer.designer.post("survey-import-take-back", file=taken.pk)
    taken.refresh_from_db()
    assert (taken.state, taken.taken_back_by) == ("TAKEN_BACK", staff)
    assert set(Response.objects.values_list("imported", flat=True)) == {kept.pk}
    assert stored() == EXPECTED
    importer.read(csv_file([HEADINGS, *ROWS, *ROWS]))  # it may be sent again
    importer.post()
    assert Response.objects.count() == 6


def test_our_own_file_of_raw_answers_comes_back_as_it_was(importer: Importer, designer: Designer) -> None:
    importer.read(csv_file([HEADINGS, *(ROWS[0],) * 6, *(ROWS[1],) * 5]))
    importer.post()
    before = sorted(map(str, stored()))
    raw = b"".join(designer.get("survey-answers").streaming_content)
    importer.designer.post("survey-import-take-back", file=AnswerImport.objects.get().pk)
    assert not Response.objects.exists()
    assert "disabled" not in importer.read(raw)
    importer.post()
    assert sorted(map(str, stored())) == before


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"%PDF-1.7\x00\x01\x02", "a.csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.xlsx"),
        (b"PK\x03\x04 but no zip", "a.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx"),
        ("ข่าวถูกต้อง,ข้อเสนอแนะ\r\n".encode(), "a.csv"),
        (('ข่าวถูกต้อง,ข้อเสนอแนะ\r\n5,"' + "x" * 200_000 + '"').encode(), "a.csv"),
        (("," * 300 + "ก\r\n").encode() * 2, "a.csv"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_stored(importer: Importer, content: bytes, name: str) -> None:
    answer = importer.send(content, name)
    assert answer.status_code == 422
    assert "invalid-feedback" in text_of(answer)
    assert not AnswerImport.objects.exists()
    assert list(Path(importer.folder).rglob("uploads/answers/*")) == []


def test_a_text_that_is_too_long_is_wrong_in_its_cell(importer: Importer) -> None:
    page = importer.read(workbook([HEADINGS, *ROWS, (*ROWS[1][:8], "ย" * 30_000)]))
    assert "I4" in page
    assert "disabled" in page


def test_signs_that_nobody_sees_are_not_stored(importer: Importer) -> None:
    importer.read(csv_file([HEADINGS, (*ROWS[0][:8], "ดี\u200b\x07\x1b มาก")]))
    importer.post()
    assert Answer.objects.get(question__kind="TEXT").text == "ดี มาก"


def test_blank_rows_and_rows_without_answers_are_passed_over_and_said(importer: Importer) -> None:
    blank, unanswered = ("",) * 9, (*ROWS[0][:3], *("",) * 6)
    page = importer.read(csv_file([HEADINGS, blank, ROWS[0], blank, unanswered, (*ROWS[1][:3], "", *ROWS[1][4:])]))
    for words in ("ข้ามแถวว่าง 2 แถว", "ไม่นับ 1 แถว", "D6"):  # the first question must be answered on the page
        assert words in page
    importer.post()
    held = AnswerImport.objects.get()
    assert (held.stored, held.skipped) == (2, 1)


def test_days_outside_the_fiscal_year_are_said_and_imported(importer: Importer) -> None:
    page = importer.read(csv_file([HEADINGS, ("3/2/2020, 9:00:00", *ROWS[0][1:]), ROWS[1]]))
    assert "มี 1 ชุดลงวันที่อยู่นอกช่วง" in page
    importer.post()
    assert Response.objects.count() == 2


def test_formulas_are_read_as_computed_and_broken_ones_are_wrong(importer: Importer) -> None:
    page = importer.read(workbook([HEADINGS, (*ROWS[0][:3], "=1+1", *ROWS[0][4:])]))
    assert ">D2<" in re.sub(r"\s", "", page)


def test_nothing_is_imported_after_submission(importer: Importer, assessment: Any) -> None:
    importer.read(csv_file([HEADINGS, *ROWS]))
    type(assessment).objects.update(state="SUBMITTED")
    assert importer.post().status_code == 403
    assert importer.send(csv_file([HEADINGS, *ROWS])).status_code == 403
    assert not Response.objects.exists()


def test_a_file_of_another_survey_is_not_found(
    importer: Importer, new_survey: Callable[..., Any], assessment: Any
) -> None:
    importer.read(csv_file([HEADINGS, *ROWS]))
    other = new_survey(assessment, ["ชาวประมง"]).row
    held = AnswerImport.objects.get()
    for name in ("survey-import-edit", "survey-import-take-back"):
        stranger = Designer(importer.designer.client, other)
        assert stranger.post(name, {"action": "import"}, file=held.pk).status_code == 404


def test_the_file_goes_after_the_import_and_after_a_day(importer: Importer, clock: Any) -> None:
    importer.read(csv_file([HEADINGS, *ROWS]))
    importer.post()
    folder = Path(importer.folder) / "uploads" / "answers"
    assert list(folder.iterdir()) == []
    importer.read(csv_file([HEADINGS, *ROWS, *ROWS]))
    assert len(list(folder.iterdir())) == 2
    nightly()
    assert len(list(folder.iterdir())) == 2
    written = time.time()
    clock.shift(datetime.timedelta(hours=25))
    for path in folder.iterdir():  # the disk has a clock of its own
        os.utime(path, (written, written))
    nightly()
    assert list(folder.iterdir()) == []
    assert AnswerImport.objects.latest("pk").state == "FAILED"
    assert Response.objects.count() == 2
