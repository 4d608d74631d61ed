"""CS6: satisfaction and dissatisfaction of every group."""

from django.utils.translation import gettext_lazy as _

from pmqa.evidence.criterion import Absence, CoverageColumn, Criterion, ImprovementSource
from pmqa.evidence.tables import HAPPENED, Column, EvidenceTable
from satisfaction.forms import BESIDE
from satisfaction.guidelines import GUIDELINES
from satisfaction.models import SatisfactionSurvey, SurveyResult
from satisfaction.queries import (
    answers_moved,
    asks_no_dissatisfaction,
    dissatisfaction_by_group,
    facts_of,
    satisfaction_by_group,
    surveys_by_service,
)
from satisfaction.result_paper import found_in
from satisfaction.statistics import charts_of

STEPS = (
    _("Name who is responsible"),
    _("Design the questionnaire in a working group"),
    _("Survey every group"),
    _("Analyse the answers"),
    _("Use the results"),
)

SURVEYS = EvidenceTable(
    key="cs6-surveys",
    criterion="CS6",
    title=_("Surveys of satisfaction and dissatisfaction"),
    sheet="CS6 แบบสำรวจ",
    model=SatisfactionSurvey,
    columns=(
        Column("title", 32, also=("แบบสำรวจ",), example="ความพึงพอใจต่อแผนที่เดินเรือ"),
        Column("groups", 28, also=("กลุ่ม", "กลุ่ม C/S"), example="ผู้เดินเรือพาณิชย์"),
        Column("services", 28),
        Column("starts_on", 14, example="1 ก.พ. 2569", of_year=True),
        Column("ends_on", 14, example="28 ก.พ. 2569", of_year=True),
        Column("responsible", 24, example="แผนกแผนและพัฒนา"),
        Column("criteria", 34, example="ถามตามขั้นตอนบริการ ใช้คำง่าย ไม่เกิน 20 ข้อ"),
        Column("method", 22, example="แบบสอบถามออนไลน์"),
        Column("population", 12, example="180"),
        Column("sample_size", 14, example="124"),
        Column("sampling", 20, example="สุ่มอย่างง่าย"),
        Column("evidence", 18),
    ),
    identity=("title",),
    once=True,
    steps=STEPS,
    page="survey",
    aside="evidence/_sample.html",
    menu="satisfaction/_menu.html",
    dated=("starts_on", "ends_on"),
    beside=BESIDE,
    asks=_(
        "The assessor asks whether every group is surveyed, how the questionnaire was designed, and how it measures."
    ),
)

RESULTS = EvidenceTable(
    key="cs6-results",
    criterion="CS6",
    title=_("Results of satisfaction and dissatisfaction"),
    sheet="CS6 ผลสำรวจ",
    model=SurveyResult,
    columns=(
        Column("survey", 30, example="ความพึงพอใจต่อแผนที่เดินเรือ"),
        Column("group", 24, example="ผู้เดินเรือพาณิชย์"),
        Column("service", 24),
        Column("answers", 12, example="120"),
        Column("mean", 14, example="4.21"),
        Column("deviation", 10, example="0.62"),
        Column("dissatisfied", 14, example="6"),
        Column("finding", 30, example="ต้องการไฟล์แผนที่ที่เปิดบนเรือได้"),
        Column("use", 30, example="เสนอเข้าแผนปี 2570"),
        Column("evidence", 18),
    ),
    identity=("survey", "group", "service"),
    steps=STEPS,
    asks=_("The assessor asks for the results of both, satisfaction and dissatisfaction, for every group."),
    stays=HAPPENED,
)

CS6 = Criterion(
    code="CS6",
    title=_("Satisfaction and dissatisfaction of every group"),
    law=_("Royal decree on good governance, sections 30, 31 and 38 to 41"),
    steps=STEPS,
    tables=(SURVEYS, RESULTS),
    guidelines=GUIDELINES,
    facts_of=facts_of,
    group_coverage=(
        CoverageColumn("satisfaction", _("CS6 satisfaction"), "cs6-results", satisfaction_by_group),
        CoverageColumn("dissatisfaction", _("CS6 dissatisfaction"), "cs6-results", dissatisfaction_by_group),
    ),
    service_coverage=(CoverageColumn("survey", _("CS6 survey"), "cs6-surveys", surveys_by_service, "services"),),
    charts_of=charts_of,
    found_in=found_in,
    improvement_sources=(ImprovementSource("SURVEY", ("cs6-surveys",), ("CS6-LI1",)),),
    moved_of=answers_moved,
    absences=(Absence("no-dissatisfaction", _("Dissatisfaction is not asked"), "CS6-AD4", asks_no_dissatisfaction),),
)
