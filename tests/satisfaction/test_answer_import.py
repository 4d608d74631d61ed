"""Answers of a file: matched, previewed, stored whole or not at all, once; taken back whole."""

import datetime
import io
import os
import re
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django_q.models import OrmQ

from pmqa.answer_files.jobs import read_file, store_file
from pmqa.answer_files.kept import discard
from pmqa.answer_files.storing import BATCH, MovedOn, store_until
from pmqa.management.nightly import nightly
from satisfaction.models import Answer, AnswerImport, Questionnaire, Response
from satisfaction.tallies import answered_of, tally_of
from tests.every_table.desk import text_of
from tests.satisfaction.people import Designer

HEADINGS = (
    "ประทับเวลา",
    "ที่อยู่อีเมล",
    "ท่านอยู่ในกลุ่มใด",
    "1. ข่าวถูกต้อง",
    "ข่าวสำคัญเพียงใด",
    "มีเรื่องที่ไม่พึงพอใจหรือไม่",
    "ใช้บ่อยเพียงใด",
    "ใช้ทางใด",
    "ข้อเสนอแนะ",
)
ROWS = (
    ("1/2/2026, 14:22:11", "a@example.org", "ชาวประมง", "มากที่สุด", "5", "ไม่มี", "ทุกวัน", "วิทยุ, เว็บ", "ดี"),
    ("31/1/2026, 9:00:00", "b@example.org", "เดินเรือ", "4 - มาก", "๓", "มี", "ทุกเดือน", "โทรสาร", ""),
)


def csv_file(rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig", sign: str = ",") -> bytes:
    lines = (sign.join(f'"{cell}"' if sign in cell else cell for cell in row) for row in rows)
    return "\r\n".join(lines).encode(encoding)


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


class Importer:
    """Sends files as a person does, and follows where they lead."""

    def __init__(self, designer: Designer, folder: Path) -> None:
        self.designer, self.folder = designer, folder

    def send(self, content: bytes, name: str = "คำตอบ.csv", **told: str) -> Any:
        questionnaire = Questionnaire.objects.exclude(state="DRAFT").first()
        file = SimpleUploadedFile(name, content)
        return self.designer.post("survey-import-add", {"questionnaire": questionnaire.pk, "file": file, **told})

    def read(self, content: bytes, name: str = "คำตอบ.csv") -> str:
        """The page of the matching."""
        answer = self.send(content, name)
        assert answer.status_code == 302, text_of(answer)
        return text_of(self.designer.client.get(answer["Location"]))

    def post(self, action: str = "import", **told: str) -> Any:
        return self.designer.post(
            "survey-import-edit", {"action": action, **told}, file=AnswerImport.objects.latest("pk").pk
        )

    def page(self) -> str:
        return text_of(self.designer.get("survey-import-edit", file=AnswerImport.objects.latest("pk").pk))


@pytest.fixture
def importer(designer: Designer, published: Callable[..., Questionnaire], settings: Any, tmp_path: Path) -> Importer:
    published()
    settings.PMQA_DATA = tmp_path
    return Importer(designer, tmp_path)


def stored() -> list[Any]:
    found = Answer.objects.order_by("response", "question", "choice")
    return list(found.values_list("response__group__name", "question__kind", "value", "choice__text", "text"))


LONG = 4_000  # rows that the worker stores
EXPECTED = [
    ("ชาวประมง", "SATISFACTION", 5, None, ""),
    ("ชาวประมง", "IMPORTANCE", 5, None, ""),
    ("ชาวประมง", "DISSATISFACTION", 0, None, ""),
    ("ชาวประมง", "SINGLE", None, "ทุกวัน", ""),
    ("ชาวประมง", "MULTIPLE", None, "วิทยุ", ""),
    ("ชาวประมง", "MULTIPLE", None, "เว็บ", ""),
    ("ชาวประมง", "TEXT", None, None, "ดี"),
    ("เดินเรือ", "SATISFACTION", 4, None, ""),
    ("เดินเรือ", "IMPORTANCE", 3, None, ""),
    ("เดินเรือ", "DISSATISFACTION", 1, None, ""),
    ("เดินเรือ", "SINGLE", None, "ทุกเดือน", ""),
    ("เดินเรือ", "MULTIPLE", None, "โทรสาร", ""),
]


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


# ---- Long files: batch by batch, unseen until all is there ----


def long_file(rows: int) -> bytes:
    return csv_file([HEADINGS, *(ROWS[number % 2] for number in range(rows))])


def begun(importer: Importer, rows: int) -> AnswerImport:
    """The import of a file of so many rows that the worker has to store it."""
    importer.read(long_file(rows))
    read_file(AnswerImport.objects.get().pk)
    importer.post()
    held = AnswerImport.objects.get()
    assert (held.state, held.stored) == ("STORING", 0)
    return held


def test_what_is_stored_so_far_counts_nowhere(importer: Importer, designer: Designer) -> None:
    held, questionnaire = begun(importer, LONG), Questionnaire.objects.get()
    assert not store_until(held, 0)
    assert Response.objects.count() == BATCH
    assert tally_of(questionnaire).n == questionnaire.responses.count() == 0
    assert list(answered_of([designer.survey.assessment])) == []
    assert f"{BATCH + 1}" in importer.page()
    store_file(held.pk)
    assert tally_of(questionnaire).n == LONG
    assert importer.page().count(str(LONG)) == 1


@pytest.mark.database
def test_a_task_that_comes_twice_or_again_after_a_kill_doubles_nothing(importer: Importer) -> None:
    held = begun(importer, LONG)
    stale = AnswerImport.objects.get()
    store_until(held, 0)
    with pytest.raises(MovedOn):
        store_until(stale, 0)
    nightly()  # takes nothing from under the worker
    for _task in range(3):
        store_file(held.pk)
    held.refresh_from_db()
    assert (held.state, held.stored, Response.objects.count()) == ("DONE", LONG, LONG)
    assert Answer.objects.count() == LONG // 2 * len(EXPECTED)


def test_an_import_whose_worker_was_lost_goes_on_where_it_stood(importer: Importer, clock: Any) -> None:
    held = begun(importer, LONG)
    store_until(held, 0)
    waiting = OrmQ.objects.count()
    clock.shift(datetime.timedelta(minutes=16))
    assert "<progress" not in importer.page()
    importer.post("go-on")
    assert OrmQ.objects.count() == waiting + 1
    store_file(held.pk)
    assert Response.objects.exclude(questionnaire=None).count() == LONG


@pytest.mark.database
def test_what_is_submitted_meanwhile_gets_no_answer_more(importer: Importer, assessment: Any) -> None:
    held = begun(importer, LONG)
    store_until(held, 0)
    type(assessment).objects.update(state="SUBMITTED")
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.update(questionnaire=held.questionnaire)
    store_file(held.pk)
    held.refresh_from_db()
    assert held.state == "FAILED"
    assert not Response.objects.exists()
    assert list(Path(importer.folder).rglob("uploads/answers/*")) == []


def test_an_import_taken_back_while_it_is_stored_leaves_nothing(importer: Importer) -> None:
    held = begun(importer, LONG)
    store_until(held, 0)
    opened = {path: path.read_bytes() for path in Path(importer.folder).rglob("uploads/answers/*")}
    importer.designer.post("survey-import-take-back", file=held.pk)
    store_file(held.pk)
    for path, content in opened.items():  # the worker has them open still
        path.write_bytes(content)
    with pytest.raises(MovedOn):
        store_until(held, 0)
    assert not Response.objects.exists()


def test_a_file_that_is_gone_fails_in_plain_words(importer: Importer) -> None:
    held = begun(importer, LONG)
    discard(held.kept)
    store_file(held.pk)
    assert "message-error" in importer.page()
    assert AnswerImport.objects.get().state == "FAILED"


def test_a_long_file_is_read_by_the_worker_and_told_in_plain_words_when_it_cannot_be(importer: Importer) -> None:
    content = ('ข่าวถูกต้อง,ข้อเสนอแนะ\r\n5,"' + "ย" * 1_000_000 + '"').encode()
    page = importer.read(content)
    assert "<progress" in page
    held = AnswerImport.objects.get()
    read_file(held.pk)
    assert "131072" in importer.page()
    assert AnswerImport.objects.get().state == "FAILED"
    assert list(Path(importer.folder).rglob("uploads/answers/*")) == []
