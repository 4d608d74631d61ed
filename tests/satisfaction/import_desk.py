"""A person who imports files of answers, and the files that people have."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from satisfaction.models import Answer, AnswerImport, Questionnaire
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


def stored() -> list[Any]:
    found = Answer.objects.order_by("response", "question", "choice")
    return list(found.values_list("response__group__name", "question__kind", "value", "choice__text", "text"))


# What the two rows become.
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
