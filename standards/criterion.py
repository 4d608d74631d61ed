"""CS7: service standards."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Absence, CoverageColumn, Criterion, Link
from pmqa.evidence.tables import HAPPENED, Column, EvidenceTable
from pmqa.organization.models import Person
from standards.forms import ActualForm, StepForm
from standards.guidelines import GUIDELINES
from standards.models import Actual, Announcement, ServiceStandard, StaffDevelopment, StandardStep
from standards.queries import actuals_by_service, facts_of, flows_of, standards_by_service
from standards.returns import follow, look_over
from standards.statistics import charts_of

STEPS = (
    _("Set the standard and the completion time of each service"),
    _("Make the contact manual or chart"),
    _("Tell the groups"),
    _("Make the staff manual and develop the staff"),
    _("Follow up the use of the manuals"),
)

STANDARDS = EvidenceTable(
    key="cs7-standards",
    criterion="CS7",
    title=_("Service standards"),
    sheet="CS7 มาตรฐาน",
    model=ServiceStandard,
    columns=(
        Column("service", 28, example="สำรวจและผลิตแผนที่เดินเรือ"),
        Column("total", 12, example="3"),
        Column("unit", 12, example="วันทำการ"),
        Column("fee", 18, example="ไม่มีค่าธรรมเนียม"),
        Column("documents", 28, example="หนังสือขอรับบริการ"),
        Column("channels", 22, example="มาด้วยตนเอง"),
        Column("hours", 22, example="วันราชการ 08.30-16.30 น."),
        Column("law", 26),
        Column("manual", 24, example="คู่มือติดต่อราชการ ฉบับที่ 3"),
        Column("published_on", 14),
        Column("evidence", 18),
    ),
    identity=("service",),
    once=True,
    steps=STEPS,
    page="standard",
    menu="standards/_menu.html",
    asks=_("The assessor asks for a standard of every service, with its steps and the time that it takes."),
)

STANDARD_STEPS = EvidenceTable(
    key="cs7-steps",
    criterion="CS7",
    title=_("Steps of the standards"),
    sheet="CS7 ขั้นตอน",
    model=StandardStep,
    own_form=StepForm,
    columns=(
        Column("standard", 28, example="สำรวจและผลิตแผนที่เดินเรือ"),
        Column("number", 10, also=("ขั้นที่", "ลำดับ"), example="1"),
        Column("what", 34, also=("ขั้นตอน",), example="รับคำขอและตรวจเอกสาร"),
        Column("who", 22, example="แผนกบริการ"),
        Column("time", 10, also=("เวลา",), example="15"),
        Column("unit", 12, example="นาที"),
        Column("back_to", 14, example="1"),
        Column("evidence", 18),
    ),
    identity=("standard", "number"),
    once=True,
    steps=STEPS,
    fetch=("standard__service",),
    asks=_("Each step in order: what is done, by whom, how long it takes, and where it goes back if not passed."),
    settles=follow,
    looks_over=look_over,
)

ANNOUNCEMENTS = EvidenceTable(
    key="cs7-announcements",
    criterion="CS7",
    title=_("Announcement of the standards"),
    sheet="CS7 การประกาศ",
    model=Announcement,
    columns=(
        Column("standard", 28, example="สำรวจและผลิตแผนที่เดินเรือ"),
        Column("place", 30, example="เว็บไซต์ของหน่วยและป้ายหน้าจุดบริการ"),
        Column("announced_on", 16, example="1 พ.ย. 2568"),
        Column("link", 28),
        Column("groups", 28),
        Column("evidence", 18),
    ),
    identity=("standard", "place"),
    dated=("announced_on",),
    steps=STEPS,
    fetch=("standard__service",),
    asks=_("The assessor asks how the groups are told of each standard."),
    stays=HAPPENED,
)

DEVELOPMENT = EvidenceTable(
    key="cs7-development",
    criterion="CS7",
    title=_("Staff manuals and development"),
    sheet="CS7 พัฒนาเจ้าหน้าที่",
    model=StaffDevelopment,
    columns=(
        Column("manual", 30, example="คู่มือปฏิบัติงานแผนกบริการแผนที่"),
        Column("topic", 28, example="การต้อนรับและตอบคำถาม"),
        Column("held_on", 14, example="14 ม.ค. 2569"),
        Column("took_part", 26, example="เจ้าหน้าที่จุดบริการ 12 คน"),
        Column("follow_up", 28, example="สุ่มตรวจแบบตรวจสอบทุกเดือน"),
        Column("motivation", 28, example="ใช้ประกอบการประเมินผลงาน"),
        Column("evidence", 18),
    ),
    identity=("manual", "topic"),
    steps=STEPS,
    dated=("held_on",),
    asks=_("The assessor asks how the staff learn to use the manual, and how its use is followed up."),
    stays=HAPPENED,
)

ACTUALS = EvidenceTable(
    key="cs7-actuals",
    criterion="CS7",
    title=_("Actual against standard"),
    sheet="CS7 ผลเทียบมาตรฐาน",
    model=Actual,
    own_form=ActualForm,
    columns=(
        Column("standard", 28, example="สำรวจและผลิตแผนที่เดินเรือ"),
        Column("period", 18, also=("เดือน", "ไตรมาส"), example="ไตรมาส 1"),
        Column("cases", 12, example="40"),
        Column("on_time", 12, example="38"),
        Column("mean_time", 12, example="2.5"),
        Column("unit", 12, example="วันทำการ"),
        Column("note", 28),
        Column("evidence", 18),
    ),
    identity=("standard", "period"),
    once=True,
    steps=STEPS,
    fetch=("standard__service",),
    asks=_("For each month or quarter: how many cases, how many on time. Write 0 when none was handled."),
    stays=HAPPENED,
)


def links_of(assessment: Assessment, _person: Person) -> tuple[Link, ...]:
    """The contact manual, as the public reads it."""
    address = reverse("services", args=[assessment.unit.code])
    return (Link(str(_("Contact manual of the unit")), address, str(_("for everybody, without an account"))),)


CS7 = Criterion(
    code="CS7",
    title=_("Service standards"),
    law=_("Royal decree on good governance, sections 38, 41 and 42"),
    steps=STEPS,
    tables=(STANDARDS, STANDARD_STEPS, ANNOUNCEMENTS, DEVELOPMENT, ACTUALS),
    guidelines=GUIDELINES,
    facts_of=facts_of,
    service_coverage=(
        CoverageColumn("standard", _("CS7 standard"), "cs7-standards", standards_by_service),
        CoverageColumn("actual", _("CS7 actual"), "cs7-actuals", actuals_by_service, "standard"),
    ),
    charts_of=charts_of,
    flows_of=flows_of,
    links_of=links_of,
    absences=(Absence("no-standard", _("A service without a standard"), "CS7-1"),),
)
