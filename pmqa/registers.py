"""The tables that every criterion refers to: the registers of Category P, evidence files, improvements."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.file_form import EvidenceFileForm
from pmqa.evidence.models import EvidenceFile, Improvement
from pmqa.evidence.tables import Column, EvidenceTable
from pmqa.profile.models import Duty, Group, Service

GROUPS = EvidenceTable(
    key="groups",
    criterion="P",
    title=_("C/S groups of Category P, item 8"),
    sheet="หมวด P ข้อ 8",
    model=Group,
    columns=(
        Column("name", 40, also=("กลุ่ม C/S", "ชื่อกลุ่ม"), example="ชาวประมง"),
        Column("kind", 24, also=("ประเภทกลุ่ม",), example="ผู้รับบริการ"),
    ),
    identity=("name",),
    once=True,
    asks=_("Every group whom the unit serves or touches. All criteria refer to this list."),
)

DUTIES = EvidenceTable(
    key="duties",
    criterion="P",
    title=_("Duties of the unit"),
    sheet="หมวด P ภารกิจ",
    model=Duty,
    columns=(
        Column("source", 30, example="หน้าที่ตามกฎกระทรวง"),
        Column("text", 60, example="สำรวจและจัดทำแผนที่เดินเรือ"),
    ),
    identity=("source", "text"),
    once=True,
    asks=_("What the unit is there for, with the source of each duty."),
)

SERVICES = EvidenceTable(
    key="services",
    criterion="P",
    title=_("Processes and services of the unit"),
    sheet="หมวด P บริการ",
    model=Service,
    columns=(
        Column("process", 40, example="สำรวจและผลิตแผนที่เดินเรือ"),
        Column("product", 40, example="แผนที่เดินเรือไทย"),
    ),
    identity=("process", "product"),
    once=True,
    asks=_("Each process, and the product or service that it delivers."),
)

IMPROVEMENTS = EvidenceTable(
    key="improvements",
    criterion="P",
    title=_("Examples of improvement"),
    sheet="ตัวอย่างการปรับปรุง",
    model=Improvement,
    columns=(
        Column("source", 20, example="ข้อค้นพบจากช่องทางรับฟัง"),
        Column("origin", 24, also=("ต้นเรื่อง",)),
        Column("problem", 30, example="ข่าวอากาศออกหลังเวลาออกเรือ"),
        Column("change", 30, example="ออกข่าวรอบ 04.30 น. เพิ่ม"),
        Column("service", 24),
        Column("responsible", 20),
        Column("since", 14),
        Column("before", 20, example="ได้รับทันเวลา 61 %"),
        Column("after", 20, example="ได้รับทันเวลา 93 %"),
        Column("follow_up", 24),
        Column("evidence", 18),
    ),
    identity=("source", "problem"),
    steps=(
        _("Pick one thing that people said or measured."),
        _("Say what was wrong, and what changed."),
        _("Give a number or words before and after."),
        _("Attach the evidence."),
    ),
    list_template="threads/table.html",
    menu="threads/_menu.html",
    asks=_("One record serves every criterion that asks for an example of improvement."),
    stays=_("It tells what happened in its year. Those whose effect or follow-up is not written yet are carried over."),
    unfinished=lambda rows: rows.filter(Q(after="") | Q(follow_up="")),
)

EVIDENCE_FILES = EvidenceTable(
    key="evidence",
    criterion="P",
    title=_("Evidence files"),
    sheet="รายการหลักฐาน",
    model=EvidenceFile,
    own_form=EvidenceFileForm,
    list_template="evidence/files.html",
    columns=(
        Column("number", 20),
        Column("title", 40),
        Column("effective_on", 16),
        Column("classification", 20),
        Column("caption", 30),
        Column("place", 20),
        Column("taken_on", 16),
    ),
    identity=("number",),
    once=True,
    asks=_("One file may prove many rows. A classified file is registered here and shown at the unit."),
    stays=_("Evidence proves one year. The files of the year before can still be opened there."),
)

REGISTERS = (GROUPS, DUTIES, SERVICES)
SHARED = (IMPROVEMENTS, EVIDENCE_FILES)
