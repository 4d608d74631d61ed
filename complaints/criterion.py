"""CS3: complaints, suggestions, comments and compliments."""

from django.utils.translation import gettext_lazy as _

from complaints.guidelines import GUIDELINES
from complaints.models import FollowUpAnalysis, FollowUpPlan
from complaints.queries import plans_by_service
from pmqa.evidence.criterion import CoverageColumn, Criterion, no_facts
from pmqa.evidence.tables import Column, EvidenceTable

STEPS = (
    _("Receive every kind of feedback by a known way"),
    _("Name who is responsible and follow up"),
    _("Analyse and improve"),
    _("Review the system and share what was learnt"),
)

PLAN = EvidenceTable(
    key="cs3-plan",
    criterion="CS3",
    title=_("Follow-up plan of complaint handling"),
    sheet="CS3 แผนติดตาม",
    model=FollowUpPlan,
    columns=(
        Column("service", 28, example="สำรวจและผลิตแผนที่เดินเรือ"),
        Column("priority", 16, example="มากเป็นพิเศษ"),
        Column("period", 18, example="หลังการให้บริการ"),
        Column("frequency", 16, example="ทุกวัน"),
        Column("responsible", 24, example="หัวหน้าแผนกบริการแผนที่"),
        Column("involved", 22, example="ทุกหน่วยงาน"),
        Column("channels", 34, example="แบบสอบถามหลังรับบริการ"),
        Column("evidence", 18),
    ),
    identity=("service",),
    steps=STEPS,
    asks=_("The assessor asks who is responsible for each process, and how often it is followed up."),
)

ANALYSIS = EvidenceTable(
    key="cs3-analysis",
    criterion="CS3",
    title=_("Analysis of follow-up and its use"),
    sheet="CS3 วิเคราะห์ปรับปรุง",
    model=FollowUpAnalysis,
    columns=(
        Column("followed", 28, also=("ข้อมูลการติดตาม",)),
        Column("channel", 20),
        Column("method", 20),
        Column("result", 28),
        Column("analyst", 20),
        Column("priority", 16),
        Column("factors", 22),
        Column("service", 24),
        Column("responsible", 20),
        Column("involved", 20),
        Column("evidence", 18),
    ),
    identity=("followed",),
    steps=STEPS,
    asks=_("The assessor asks what follow-up found, who analysed it, and what was improved."),
)

CS3 = Criterion(
    code="CS3",
    title=_("Complaints, suggestions, comments and compliments"),
    law=_("Royal decree on good governance, sections 8, 39 and 41"),
    steps=STEPS,
    tables=(PLAN, ANALYSIS),
    guidelines=GUIDELINES,
    facts_of=no_facts,
    service_coverage=(CoverageColumn("follow-up-plan", _("CS3 plan"), "cs3-plan", plans_by_service),),
)
