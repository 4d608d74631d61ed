"""CS3: complaints, suggestions, comments and compliments."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from complaints.forms import CaseForm, calendar_doubts
from complaints.guidelines import GUIDELINES
from complaints.models import Case, FollowUpAnalysis, FollowUpPlan, HandlingRule, KnowledgeSharing, SystemReview
from complaints.queries import NARROWINGS, facts_of, overdue, plans_by_service, year_lines
from complaints.statistics import charts_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Absence, CoverageColumn, Criterion, ImprovementSource, Link
from pmqa.evidence.tables import HAPPENED, Column, EvidenceTable
from pmqa.organization.models import Person
from pmqa.personal.access import answers_for

STEPS = (
    _("Receive every kind of feedback by a known way"),
    _("Name who is responsible and follow up"),
    _("Analyse and improve"),
    _("Review the system and share what was learnt"),
)

SYSTEM = EvidenceTable(
    key="cs3-system",
    criterion="CS3",
    title=_("Handling system"),
    sheet="CS3 ระบบจัดการ",
    model=HandlingRule,
    columns=(
        Column("kind", 18, example="ข้อร้องเรียน"),
        Column("service", 26),
        Column("responsible", 24, example="หัวหน้าแผนกบริการ"),
        Column("steps", 40, example="รับเรื่อง ตรวจสอบ ตอบ ติดตาม"),
        Column("days_allowed", 12, also=("จำนวนวันที่กำหนด",), example="15"),
        Column("frequency", 18, example="ทุกเดือน"),
        Column("evidence", 18),
    ),
    identity=("kind", "service"),
    steps=STEPS,
    asks=_("The assessor asks whether every kind of feedback has a way, an owner and a time."),
)

CASES = EvidenceTable(
    key="cs3-cases",
    of_public=True,
    criterion="CS3",
    title=_("Register of complaints, suggestions, comments and compliments"),
    sheet="CS3 ทะเบียน",
    model=Case,
    own_form=CaseForm,
    columns=(
        Column("number", 22, also=("เลขที่", "เลขเรื่อง")),
        Column("kind", 14, also=("ประเภท", "ประเภทข้อคิดเห็น"), example="ข้อร้องเรียน"),
        Column("channel", 16, also=("ช่องทาง",), example="สายด่วน"),
        Column("received_on", 14, example="3 ก.พ. 2569"),
        Column("group", 20),
        Column("service", 24),
        Column("subject", 28, also=("เรื่อง",), example="รอรับแผนที่นาน"),
        Column("text", 36, also=("รายละเอียด",)),
        Column("owner", 20, also=("เจ้าของเรื่อง",)),
        Column("due_on", 14),
        Column("status", 14),
        Column("actions", 34, also=("การดำเนินการ",), example="4 ก.พ. 2569 สอบถามแผนกบริการ"),
        Column("answer", 34, also=("คำตอบ",)),
        Column("answered_on", 14),
        Column("closed_on", 14),
        Column("satisfied", 16),
        Column("evidence", 18),
    ),
    identity=("number",),
    once=True,
    steps=STEPS,
    page="case",
    menu="complaints/_menu.html",
    narrowings=NARROWINGS,
    dated=("received_on",),
    odd=calendar_doubts,
    most_on_paper=200,
    asks=_("Every case with its owner, its due date and its answer. Contact details are kept apart."),
    stays=HAPPENED,
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
    stays=HAPPENED,
)

SESSION_COLUMNS = (
    Column("held_on", 16, also=("วัน/เดือน/ปี",), example="20 มี.ค. 2569"),
    Column("topic", 30, example="ทบทวนเวลาตอบข้อร้องเรียน"),
    Column("summary", 36, example="ตอบช้า 2 เรื่อง เพราะรอข้อมูลจากกองอื่น"),
    Column("took_part", 28, example="คณะทำงานหมวด 3 และหัวหน้าแผนก 8 คน"),
    Column("outcome", 30, example="ลดเวลาส่งต่อเหลือ 1 วัน"),
    Column("evidence", 18),
)

REVIEWS = EvidenceTable(
    key="cs3-reviews",
    criterion="CS3",
    title=_("Review of the handling system"),
    sheet="CS3 ทบทวนระบบ",
    model=SystemReview,
    columns=SESSION_COLUMNS,
    identity=("held_on", "topic"),
    steps=STEPS,
    dated=("held_on",),
    asks=_("The assessor asks for an example of how the system itself was reviewed."),
    stays=HAPPENED,
)

SHARING = EvidenceTable(
    key="cs3-sharing",
    criterion="CS3",
    title=_("Knowledge sharing in the unit"),
    sheet="CS3 แลกเปลี่ยนเรียนรู้",
    model=KnowledgeSharing,
    columns=SESSION_COLUMNS,
    identity=("held_on", "topic"),
    steps=STEPS,
    dated=("held_on",),
    asks=_("The assessor asks how the results were summed up and shared, and with whom."),
    stays=HAPPENED,
)


def links_of(assessment: Assessment, person: Person) -> tuple[Link, ...]:
    """The door of the public, and the screen of those who answer for personal data."""
    unit = assessment.unit.code
    door = Link(str(_("Public form")), reverse("feedback", args=[unit]), str(_("for everybody, without an account")))
    if not answers_for(person, assessment):
        return (door,)
    address = reverse("personal", args=[unit, assessment.year])
    return (
        door,
        Link(str(_("Personal data of the unit")), address, str(_("for the unit head and administrators"))),
    )


def waiting_of(assessment: Assessment, person: Person) -> tuple[Link, ...]:
    """The overdue cases of the person, as one line. One query."""
    late = overdue(CASES.rows_of(assessment)).filter(owner=person).count()
    if not late:
        return ()
    words = ngettext("%(count)s case of yours is overdue.", "%(count)s cases of yours are overdue.", late)
    address = reverse("cs3-cases", args=[assessment.unit.code, assessment.year])
    return (Link(words % {"count": late}, f"{address}?only=mine", str(_("Open the register"))),)


CS3 = Criterion(
    code="CS3",
    title=_("Complaints, suggestions, comments and compliments"),
    law=_("Royal decree on good governance, sections 8, 39 and 41"),
    steps=STEPS,
    tables=(SYSTEM, CASES, PLAN, ANALYSIS, REVIEWS, SHARING),
    guidelines=GUIDELINES,
    facts_of=facts_of,
    service_coverage=(CoverageColumn("follow-up-plan", _("CS3 plan"), "cs3-plan", plans_by_service),),
    charts_of=charts_of,
    links_of=links_of,
    waiting_of=waiting_of,
    improvement_sources=(
        ImprovementSource("COMPLAINT", ("cs3-cases",), ("CS3-I1",)),
        ImprovementSource("SUGGESTION", ("cs3-cases",), ("CS3-I1",)),
    ),
    year_lines=year_lines,
    absences=(Absence("no-change", _("No complaint or suggestion that changed practice"), "CS3-I1"),),
)
