"""CS2: listening and learning channels."""

from django.utils.translation import gettext_lazy as _

from channels.guidelines import GUIDELINES
from channels.models import ChannelEffectiveness, ChannelReview, FindingUse, GroupChannel
from channels.queries import channels_by_group, facts_of, reviews_by_group
from pmqa.evidence.criterion import Absence, CoverageColumn, Criterion, ImprovementSource
from pmqa.evidence.layout import TickSheet
from pmqa.evidence.tables import HAPPENED, Column, EvidenceTable
from pmqa.profile.channels import Channel

STEPS = (
    _("Set the channels for each group"),
    _("Collect and analyse what was heard"),
    _("Tell those concerned, and name who improves"),
    _("Follow up the improvements"),
    _("Review the channels"),
)

CHANNELS = EvidenceTable(
    key="cs2-channels",
    criterion="CS2",
    title=_("Channel analysis, table CS2-1"),
    sheet="CS2-1 ช่องทางรับฟัง",
    model=GroupChannel,
    columns=(
        Column("group", 28, also=("กลุ่ม", "กลุ่ม C/S"), example="ชาวประมง"),
        Column("channel", 20),
        Column("reason", 28, also=("เหตุผล",), example="ได้ข้อมูลจริงจากผู้ใช้"),
        Column("method", 26, also=("วิธีวิเคราะห์ข้อมูล",), example="วิเคราะห์เนื้อหา"),
        Column("result", 28, also=("ผลการวิเคราะห์ข้อมูล",), example="ต้องการข่าวอากาศเช้าเร็วขึ้น", of_year=True),
        Column("responsible", 22, also=("ผู้รับผิดชอบ",), example="กองอุตุนิยมวิทยา"),
        Column("mode", 14, example="เชิงรุก"),
        Column("evidence", 18),
    ),
    identity=("group", "channel"),
    once=True,
    layout=TickSheet(
        field="channel",
        above=_("Listening channel"),
        choices=lambda: list(Channel.choices),
        other=_("Other (name it)"),
        also={"SURVEY": ("แบบสอบถาม",)},
    ),
    steps=STEPS,
    asks=_("The assessor asks how each group is heard, why so, how it was analysed and by whom."),
)

EFFECTIVENESS = EvidenceTable(
    key="cs2-effectiveness",
    criterion="CS2",
    title=_("Channel effectiveness"),
    sheet="CS2 ประสิทธิภาพช่องทาง",
    model=ChannelEffectiveness,
    columns=(
        Column("channel", 24, example="แบบสำรวจ"),
        Column("measure", 30, also=("ตัววัด",), example="อัตราการตอบกลับ"),
        Column("target", 16, also=("ค่าเป้าหมาย",), example="ร้อยละ 60"),
        Column("actual", 16, also=("ผล",), example="ร้อยละ 72", of_year=True),
        Column("upkeep", 34, also=("วิธีรักษา",), example="ทบทวนข้อคำถามทุกปี"),
        Column("evidence", 18),
    ),
    identity=("channel", "measure"),
    once=True,
    steps=STEPS,
    asks=_("The assessor asks what makes each channel effective, how that is kept up, and for evidence."),
)

USES = EvidenceTable(
    key="cs2-uses",
    criterion="CS2",
    title=_("Use of what was heard"),
    sheet="CS2 การใช้ข้อมูล",
    model=FindingUse,
    columns=(
        Column("finding", 34, example="ต้องการข่าวอากาศเช้าเร็วขึ้น"),
        Column("told_to", 24, example="กองอุตุนิยมวิทยา"),
        Column("told_on", 16, example="4 ม.ค. 2569"),
        Column("used_in", 30, example="แผนปฏิบัติราชการ ปี 69"),
        Column("improver", 24, example="แผนกพยากรณ์"),
        Column("follow_up", 28),
        Column("evidence", 18),
    ),
    identity=("finding",),
    dated=("told_on",),
    steps=STEPS,
    asks=_("The assessor asks how what was heard is used in planning and improving."),
    stays=HAPPENED,
)

REVIEWS = EvidenceTable(
    key="cs2-reviews",
    criterion="CS2",
    title=_("Review of channels"),
    sheet="CS2 ทบทวนช่องทาง",
    model=ChannelReview,
    columns=(
        Column("group", 28, also=("กลุ่ม", "กลุ่ม C/S"), example="ชาวประมง"),
        Column("channel", 20, also=("ช่องทางในการรับฟังความต้องการ",), example="ประชุมกลุ่มย่อย"),
        Column("sample_size", 14, also=("ขนาดตัวอย่าง",), example="32"),
        Column("sampling", 20, also=("วิธีสุ่มตัวอย่าง",), example="เจาะจง"),
        Column("statistics", 24, also=("สถิติที่ใช้",), example="วิเคราะห์เนื้อหา"),
        Column("collection", 24, also=("วิธีเก็บข้อมูล", "วิธีรวบรวมข้อมูล"), example="บันทึกการประชุม"),
        Column("reviewed_on", 16, also=("วันที่",), example="2 เม.ย. 2569"),
        Column("result", 28, also=("ผล",), example="คงเดิม"),
        Column("evidence", 18),
    ),
    identity=("group", "channel", "reviewed_on"),
    dated=("reviewed_on",),
    steps=STEPS,
    aside="evidence/_sample.html",
    asks=_("The assessor asks whether the channels are reviewed: whom was asked, how, and with what result."),
    stays=HAPPENED,
)

CS2 = Criterion(
    code="CS2",
    title=_("Listening and learning channels"),
    law=_("Royal decree on good governance, sections 38 and 40"),
    steps=STEPS,
    tables=(CHANNELS, EFFECTIVENESS, USES, REVIEWS),
    guidelines=GUIDELINES,
    facts_of=facts_of,
    group_coverage=(
        CoverageColumn("channel", _("CS2 channel"), "cs2-channels", channels_by_group),
        CoverageColumn("channel-review", _("CS2 review"), "cs2-reviews", reviews_by_group),
    ),
    improvement_sources=(
        ImprovementSource("CHANNEL", ("cs2-uses", "cs2-channels", "cs2-effectiveness"), ("CS2-DI1",)),
        ImprovementSource("CHANNEL_REVIEW", ("cs2-reviews",), ("CS2-A5",)),
    ),
    absences=(Absence("no-measure", _("A channel without a measure or target"), "CS2-A4"),),
)
