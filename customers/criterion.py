"""CS1: identifying recipients and stakeholders by mission."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from customers.forms import AnalysisForm, ProfileForm
from customers.guidelines import GUIDELINES
from customers.models import AnalysisRow, ClassificationCriterion, CustomerProfile, GroupingReview
from customers.queries import facts_of, profiles_by_group
from pmqa.evidence.criterion import Absence, CarriedReview, CoverageColumn, Criterion
from pmqa.evidence.guidelines import Reviewed
from pmqa.evidence.tables import HAPPENED, Column, EvidenceTable

STEPS = (
    _("Set the way of telling groups apart"),
    _("Set the classification criteria"),
    _("Make the customer profile of every group"),
    _("Review regularly"),
)

CRITERIA = EvidenceTable(
    key="cs1-criteria",
    criterion="CS1",
    title=_("Classification criteria"),
    sheet="CS1 หลักเกณฑ์จำแนกกลุ่ม",
    model=ClassificationCriterion,
    columns=(
        Column("criterion", 36, also=("หลักเกณฑ์",), example="ใช้บริการหลักของหน่วยโดยตรง"),
        Column("reason", 40, also=("เหตุผล",), example="แยกผู้ใช้ออกจากผู้ได้รับผลกระทบได้ชัด"),
        Column("set_by", 24, example="คณะทำงานหมวด 3"),
        Column("set_on", 16, example="12 ต.ค. 2568"),
        Column("evidence", 18),
    ),
    identity=("criterion",),
    steps=STEPS,
    asks=_("The assessor asks where the grouping comes from: who set the criteria, when, and why."),
)

ANALYSIS = EvidenceTable(
    key="cs1-analysis",
    criterion="CS1",
    title=_("Analysis of recipients and stakeholders"),
    sheet="CS1 วิเคราะห์ CS",
    model=AnalysisRow,
    own_form=AnalysisForm,
    fetch=("duties", "service"),
    columns=(
        Column("duty_ministry", 26, also=("หน้าที่ตามกฎกระทรวงฯ",)),
        Column("duty_other_law", 26),
        Column("duty_vision", 26, also=("พันธกิจ",)),
        Column("duty_assigned", 26),
        Column("process", 26, example="สำรวจและผลิตแผนที่เดินเรือ"),
        Column("product", 22, also=("สินค้า", "บริการที่ให้"), example="แผนที่เดินเรือไทย"),
        Column("recipients", 26, also=("กลุ่มผู้รับบริการ",), example="ผู้เดินเรือพาณิชย์"),
        Column("stakeholders", 26, also=("กลุ่มผู้มีส่วนได้ส่วนเสีย",), example="กรมเจ้าท่า"),
        Column("evidence", 18),
    ),
    identity=("process", "product"),
    steps=STEPS,
    asks=_(
        "The assessor asks how the groups follow from the mission: every duty to its groups, every group to a duty."
    ),
)

PROFILES = EvidenceTable(
    key="cs1-profiles",
    criterion="CS1",
    title=_("Customer profile"),
    sheet="CS1 Customer Profile",
    model=CustomerProfile,
    own_form=ProfileForm,
    columns=(
        Column("group", 28, also=("กลุ่ม C/S",), example="ชาวประมง"),
        Column("kind", 18, also=("ประเภทกลุ่ม",), example="ผู้รับบริการ"),
        Column("description", 26, also=("ลักษณะ", "จำนวน"), example="สมาคมประมง 22 จังหวัด"),
        Column("needs", 30, example="ข่าวอากาศที่เข้าใจง่าย"),
        Column("expectations", 30, example="ก่อน 05.00 น. ทุกวัน"),
        Column("reached_by", 26, also=("ช่องทางเข้าถึง",), example="วิทยุชายฝั่ง"),
        Column("responsible", 22, also=("ผู้รับผิดชอบ",), example="กองอุตุนิยมวิทยา"),
        Column("evidence", 18),
    ),
    identity=("group",),
    once=True,
    steps=STEPS,
    asks=_("The assessor asks who each group is, what it needs, and whether every group has a profile."),
)

REVIEWS = EvidenceTable(
    key="cs1-reviews",
    criterion="CS1",
    title=_("Review of the grouping"),
    sheet="CS1 ทบทวนการจำแนกกลุ่ม",
    model=GroupingReview,
    columns=(
        Column("reviewed_on", 16, example="12 ต.ค. 2568"),
        Column("subject", 36, example="กลุ่ม C/S ทั้งหมดตามหมวด P"),
        Column("result", 16, example="คงเดิม"),
        Column("detail", 36),
        Column("reviewed_by", 24, example="คณะทำงานหมวด 3"),
        Column("evidence", 18),
    ),
    identity=("reviewed_on", "subject"),
    dated=("reviewed_on",),
    steps=STEPS,
    asks=_("The assessor asks for a review in this fiscal year, with its result."),
    stays=HAPPENED,
)


def review_of_carried(reviewed: Reviewed, by: str) -> dict[str, Any]:
    """The review that consists in what was said of the groups and profiles of the year before, in the name of `by`."""
    result = GroupingReview.Result.CHANGED if reviewed.changed or reviewed.dropped else GroupingReview.Result.UNCHANGED
    words = _("Of %(said)s rows %(unchanged)s stay, %(changed)s were changed, %(dropped)s were dropped.")
    counts = {name: getattr(reviewed, name) for name in ("said", "unchanged", "changed", "dropped")}
    return {
        "reviewed_on": reviewed.last_on,
        "subject": str(_("C/S groups and customer profiles carried over from the year before")),
        "result": result,
        "detail": str(words) % counts,
        "reviewed_by": by,
    }


CS1 = Criterion(
    code="CS1",
    title=_("Recipients and stakeholders by mission"),
    law=_("Royal decree on good governance, section 8"),
    steps=STEPS,
    tables=(CRITERIA, ANALYSIS, PROFILES, REVIEWS),
    guidelines=GUIDELINES,
    facts_of=facts_of,
    group_coverage=(CoverageColumn("profile", _("CS1 profile"), "cs1-profiles", profiles_by_group),),
    carried_review=CarriedReview(("groups", "cs1-profiles"), REVIEWS, review_of_carried),
    absences=(Absence("no-review", _("No review of the grouping in the year"), "CS1-A5"),),
)
