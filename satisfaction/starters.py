"""Questionnaires to begin with, and the shape in which the questions of one are carried to another."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from satisfaction.models import Question

Kind = Question.Kind
# The kinds of question that have choices of their own.
CHOSEN = (Kind.SINGLE, Kind.MULTIPLE)


@dataclass(frozen=True)
class Asks:
    """A question; `choices` are pairs of Thai and English."""

    kind: str
    text: str
    text_en: str = ""
    help: str = ""
    help_en: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Part:
    title: str
    title_en: str
    asks: tuple[Asks, ...]


@dataclass(frozen=True)
class Starter:
    key: str
    title: Any
    parts: tuple[Part, ...]


def _rated(text: str, text_en: str, kind: str = Kind.SATISFACTION) -> Asks:
    return Asks(kind, text, text_en, required=True)


ABOUT_YOU = Part(
    "ส่วนที่ 1 ข้อมูลผู้ตอบ",
    "Part 1 About you",
    (
        Asks(
            Kind.SINGLE,
            "ท่านใช้บริการของหน่วยบ่อยเพียงใด",
            "How often do you use our services?",
            choices=(
                ("ครั้งแรก", "This is the first time"),
                ("ปีละ 1-2 ครั้ง", "Once or twice a year"),
                ("ปีละ 3 ครั้งขึ้นไป", "Three times a year or more"),
            ),
        ),
        Asks(
            Kind.MULTIPLE,
            "ท่านติดต่อหน่วยทางใดบ้าง",
            "How do you reach us?",
            choices=(
                ("มาด้วยตนเอง", "In person"),
                ("โทรศัพท์", "Telephone"),
                ("เว็บไซต์หรือสื่อสังคม", "Website or social media"),
                ("หนังสือราชการ", "Official letter"),
            ),
        ),
    ),
)
SATISFACTION = Part(
    "ส่วนที่ 2 ความพึงพอใจต่อบริการ",
    "Part 2 Satisfaction with the service",
    (
        _rated("ขั้นตอนชัดเจน ไม่ยุ่งยาก", "The steps are clear and simple"),
        _rated("ระยะเวลาเหมาะสม เป็นไปตามที่แจ้งไว้", "The time is fair and as announced"),
        _rated("เจ้าหน้าที่สุภาพ เต็มใจให้บริการ", "The staff are polite and willing"),
        _rated("เจ้าหน้าที่ตอบคำถามได้ชัดเจน ถูกต้อง", "The staff answer clearly and rightly"),
        _rated("สถานที่และสิ่งอำนวยความสะดวกเหมาะสม", "Place and facilities are suitable"),
        _rated("ผลของบริการตรงกับความต้องการ", "The result is what was needed"),
        _rated("ความพึงพอใจในภาพรวม", "Satisfaction on the whole"),
    ),
)
DISSATISFACTION = Part(
    "ส่วนที่ 3 ความไม่พึงพอใจและข้อเสนอแนะ",
    "Part 3 Dissatisfaction and suggestions",
    (
        Asks(
            Kind.DISSATISFACTION,
            "มีเรื่องใดในบริการนี้ที่ท่านไม่พึงพอใจหรือไม่",
            "Is there anything in this service that you are dissatisfied with?",
            required=True,
        ),
        Asks(
            Kind.TEXT,
            "เรื่องที่ไม่พึงพอใจ",
            "What you are dissatisfied with",
            "โปรดอย่าเขียนชื่อบุคคลหรือหมายเลขโทรศัพท์",
            "Please write no names and telephone numbers",
        ),
        Asks(Kind.TEXT, "ข้อเสนอแนะ", "Suggestions"),
    ),
)
IMPORTANCE = Part(
    "ส่วนที่ 3 ความสำคัญของแต่ละเรื่อง",
    "Part 3 How much each of these matters to you",
    tuple(_rated(each.text, each.text_en, Kind.IMPORTANCE) for each in SATISFACTION.asks[:-1]),
)

STARTERS = (
    Starter("service", _("Service questionnaire in three sections"), (ABOUT_YOU, SATISFACTION, DISSATISFACTION)),
    Starter(
        "importance",
        _("Service questionnaire with importance, in four sections"),
        (
            ABOUT_YOU,
            SATISFACTION,
            IMPORTANCE,
            Part("ส่วนที่ 4 ความไม่พึงพอใจและข้อเสนอแนะ", "Part 4 Dissatisfaction and suggestions", DISSATISFACTION.asks),
        ),
    ),
    Starter(
        "short",
        _("Short: one mark, dissatisfaction and a suggestion"),
        (Part("ความพึงพอใจ", "Satisfaction", (SATISFACTION.asks[-1], *DISSATISFACTION.asks)),),
    ),
    Starter("blank", _("Empty: write every question yourself"), ()),
)
