"""CS4: networks and relationship activities; CS5: public participation."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.forms import ParticipationForm
from participation.guidelines import CS4_GUIDELINES, CS5_GUIDELINES
from participation.models import (
    InformationChannel,
    Network,
    OpinionSummary,
    ParticipationActivity,
    Publication,
    RelationshipActivity,
    WorkingGroup,
)
from participation.queries import (
    activities_by_group,
    few_information_channels,
    network_facts_of,
    participation_facts_of,
    participation_lines,
    relation_lines,
    relations_by_group,
)
from participation.statistics import charts_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Absence, CoverageColumn, Criterion, ImprovementSource, Link
from pmqa.evidence.tables import HAPPENED, Column, EvidenceTable
from pmqa.organization.access import access_of
from pmqa.organization.models import Person

CS4_STEPS = (
    _("Choose the network from the C/S groups only"),
    _("Agree the activities with a working group of theirs"),
    _("Announce date, time and place"),
    _("Evaluate and use it next time"),
)
CS5_STEPS = (
    _("Choose a process or activity linked to strategy, mission and groups"),
    _("Set channels by which the public is informed"),
    _("Set up a working group from the C/S groups"),
    _("Hold activities and report progress"),
)

NETWORKS = EvidenceTable(
    key="cs4-networks",
    criterion="CS4",
    title=_("Networks of C/S groups"),
    sheet="CS4 เครือข่าย",
    model=Network,
    columns=(
        Column("name", 28, also=("เครือข่าย",), example="เครือข่ายเตือนภัยชาวประมง"),
        Column("groups", 28, also=("กลุ่ม C/S",), example="ชาวประมง"),
        Column("members", 30, example="ผู้แทนสมาคมประมง 22 จังหวัด"),
        Column("channels", 24, also=("ช่องทางการติดต่อ",), example="สื่อสังคม, สายด่วน"),
        Column("working_group", 28, example="คณะทำงานร่วม 7 คน"),
        Column("owner", 20),
        Column("evidence", 18),
    ),
    identity=("name",),
    once=True,
    steps=CS4_STEPS,
    menu="personal/_menu.html",
    asks=_("The assessor asks which C/S groups are networks, and by which two channels each can be reached."),
)

RELATIONS = EvidenceTable(
    key="cs4-activities",
    criterion="CS4",
    title=_("Relationship activities"),
    sheet="CS4 กิจกรรม",
    model=RelationshipActivity,
    columns=(
        Column("network", 24, example="เครือข่ายเตือนภัยชาวประมง"),
        Column("name", 28, also=("ชื่อกิจกรรม",), example="ประชุมประจำปีกับชุมชนประมง"),
        Column("form", 18, example="ประชุมกลุ่มย่อย"),
        Column("held_on", 14, also=("วันที่จัด",), example="12 มี.ค. 2569"),
        Column("time", 12, example="09.00-12.00 น."),
        Column("place", 20, example="ศาลาประชาคม"),
        Column("announced", 22, example="หนังสือเชิญและไลน์กลุ่ม"),
        Column("groups", 24, also=("ผู้เข้าร่วมตามกลุ่ม",), example="ชาวประมง 25"),
        Column("before", 14, example="3.6"),
        Column("after", 14, example="4.1"),
        Column("explanation", 26),
        Column("suggestions", 26, example="ขอข้อมูลคลื่นรายพื้นที่"),
        Column("next_time", 26, example="เพิ่มรอบเช้าสำหรับเรือเล็ก"),
        Column("evidence", 18),
    ),
    identity=("network", "name"),
    steps=CS4_STEPS,
    dated=("held_on",),
    photo_head=("network", "held_on", "time", "place"),
    menu="reports/_photo_menu.html",
    asks=_("The assessor asks for activities with photographs, and how relations got better."),
    stays=HAPPENED,
)

ACTIVITIES = EvidenceTable(
    key="cs5-activities",
    criterion="CS5",
    title=_("Participation activities"),
    sheet="CS5 กิจกรรม",
    model=ParticipationActivity,
    own_form=ParticipationForm,
    columns=(
        Column("name", 30, also=("กิจกรรม",), example="รับฟังความเห็นเรื่องร่องน้ำใหม่"),
        Column("strategy", 24, example="แผนปฏิบัติราชการ ข้อ 2.3"),
        Column("duty", 28),
        Column("level", 16, example="2 ปรึกษาหารือ"),
        Column("technique", 22),
        Column("channel", 20, example="เว็บไซต์"),
        Column("held_on", 14, also=("วันที่จัด",), example="20 ม.ค. 2569"),
        Column("groups", 24, also=("ผู้เข้าร่วมตามกลุ่ม",), example="ชุมชนชายฝั่ง 40"),
        Column("progress", 32, example="1 ก.พ. 2569 แจ้งผลทางเว็บไซต์"),
        Column("result", 28, example="เลื่อนแนวร่องน้ำตามข้อเสนอ"),
        Column("evidence", 18),
    ),
    identity=("name",),
    steps=CS5_STEPS,
    dated=("held_on",),
    photo_head=("level", "held_on"),
    menu="reports/_photo_menu.html",
    asks=_("The assessor asks at which level people take part, who they are, and by which way they come in."),
    stays=HAPPENED,
)

INFORMATION = EvidenceTable(
    key="cs5-channels",
    criterion="CS5",
    title=_("Information channels"),
    sheet="CS5 ช่องทางข้อมูล",
    model=InformationChannel,
    columns=(
        Column("channel", 22, example="เว็บไซต์"),
        Column("audience", 26, example="ชาวประมง"),
        Column("reach", 32, example="เข้าชม 12,400 ครั้งในปี", of_year=True),
        Column("link", 28),
        Column("evidence", 18),
    ),
    identity=("channel",),
    steps=CS5_STEPS,
    asks=_("The assessor asks for at least three channels of information that really reach people."),
)

WORKING_GROUPS = EvidenceTable(
    key="cs5-groups",
    criterion="CS5",
    title=_("Working groups from the C/S groups"),
    sheet="CS5 คณะทำงาน",
    model=WorkingGroup,
    columns=(
        Column("name", 30, example="คณะทำงานร่วมเรื่องร่องน้ำ"),
        Column("groups", 28, example="ชุมชนชายฝั่ง 3"),
        Column("appointment", 28, example="คำสั่งที่ 12/2569"),
        Column("appointed_on", 16),
        Column("evidence", 18),
    ),
    identity=("name",),
    steps=CS5_STEPS,
    asks=_("The assessor asks who of the C/S groups works with the unit, and by which order."),
)

SUMMARIES = EvidenceTable(
    key="cs5-summaries",
    criterion="CS5",
    title=_("Year-end opinion summary to the unit head"),
    sheet="CS5 สรุปสิ้นปี",
    model=OpinionSummary,
    columns=(
        Column("made_on", 16, example="25 ก.ย. 2569"),
        Column("complaints", 40),
        Column("activities", 40),
        Column("surveys", 32),
        Column("proposals", 40),
        Column("evidence", 18),
    ),
    identity=("made_on",),
    steps=CS5_STEPS,
    dated=("made_on",),
    closed_by="sent_on",
    list_template="yearend/table.html",
    menu="yearend/_menu.html",
    asks=_("At the end of the fiscal year the opinions are summed up for the unit head, who acknowledges them."),
    stays=HAPPENED,
)

PUBLICATIONS = EvidenceTable(
    key="cs5-publications",
    criterion="CS5",
    title=_("Publication of results"),
    sheet="CS5 การเผยแพร่ผล",
    model=Publication,
    columns=(
        Column("subject", 34, example="ผลการรับฟังความเห็นเรื่องร่องน้ำ"),
        Column("place", 28, example="เว็บไซต์ของหน่วย"),
        Column("published_on", 16, example="1 ก.พ. 2569"),
        Column("link", 30),
        Column("evidence", 18),
    ),
    identity=("subject",),
    steps=CS5_STEPS,
    dated=("published_on",),
    asks=_("The assessor asks where and when the results were reported or published."),
    stays=HAPPENED,
)

CS4 = Criterion(
    code="CS4",
    title=_("Networks and relationship activities"),
    law=_("Royal decree on good governance, sections 8, 39 and 41"),
    steps=CS4_STEPS,
    tables=(NETWORKS, RELATIONS),
    guidelines=CS4_GUIDELINES,
    facts_of=network_facts_of,
    group_coverage=(
        CoverageColumn("relationship-activity", _("CS4 activity"), "cs4-activities", relations_by_group, "groups"),
    ),
    improvement_sources=(ImprovementSource("ACTIVITY", ("cs4-activities",), ("CS4-DLI2",)),),
    year_lines=relation_lines,
    absences=(Absence("no-picture", _("No activity with a photograph"), "CS4-DLI1"),),
)


def links_of(assessment: Assessment, person: Person) -> tuple[Link, ...]:
    """Where the year-end summary is drafted, sent and acknowledged."""
    address = reverse("summary", args=[assessment.unit.code, assessment.year])
    return (Link(str(_("Year-end opinion summary")), address, str(_("draft, send, acknowledge"))),)


def waiting_of(assessment: Assessment, person: Person) -> tuple[Link, ...]:
    """For a head of the unit, a summary that was sent and that no head has acknowledged yet. One query."""
    if assessment.unit_id not in access_of(person).heads_units:
        return ()
    if not SUMMARIES.rows_of(assessment).filter(sent_on__isnull=False, acknowledged_on=None).exists():
        return ()
    address = reverse("summary", args=[assessment.unit.code, assessment.year])
    return (Link(str(_("The year-end opinion summary waits for you.")), address, str(_("Read and acknowledge"))),)


CS5 = Criterion(
    code="CS5",
    title=_("Public participation"),
    law=_("Royal decree on good governance, sections 30, 31 and 38 to 41"),
    steps=CS5_STEPS,
    tables=(ACTIVITIES, INFORMATION, WORKING_GROUPS, SUMMARIES, PUBLICATIONS),
    guidelines=CS5_GUIDELINES,
    facts_of=participation_facts_of,
    charts_of=charts_of,
    links_of=links_of,
    waiting_of=waiting_of,
    group_coverage=(
        CoverageColumn("participation-activity", _("CS5 activity"), "cs5-activities", activities_by_group, "groups"),
    ),
    improvement_sources=(ImprovementSource("ACTIVITY", ("cs5-activities",), ("CS5-D3",)),),
    year_lines=participation_lines,
    absences=(
        Absence("few-channels", _("Fewer than 3 information channels"), "CS5-D1", few_information_channels),
        Absence("no-summary", _("No year-end summary that the head acknowledged"), "CS5-D2"),
    ),
)
