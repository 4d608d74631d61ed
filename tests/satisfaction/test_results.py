"""Results of answers: figures by group and service, what is hidden, and that nothing tells of it."""

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from pmqa.charts.table import table_of
from pmqa.cycle.models import Assessment
from pmqa.exchange.workbook import read_workbook
from pmqa.organization.models import Person, Role
from pmqa.profile.models import Group, Service
from pmqa.reports.gathering import report_of
from satisfaction.models import Answer, Question, Questionnaire, Response, Section, SurveyResult
from satisfaction.queries import facts_of
from satisfaction.result_files import raw_lines, tables_of
from satisfaction.results import Results, results_before, results_of
from satisfaction.statistics import charts_of
from satisfaction.tallies import tally_of, texts_of
from tests.satisfaction.conftest import Survey

Answered = Callable[..., Survey]
SAILORS = [(5, 0, "ดีมาก", 5, (0,)), (4, 0, None, 5, (0, 1)), (4, 1, "รอนาน", 4, (1,)), (5, 0, "x", 4), (2, 1, "y", 5)]
FISHERS = [(3, 0, "ก", 3, (0,))] * 6
FEW = [(1, 1, "ไม่บอกใคร", 1, (1,))] * 4
# Keys of forms and scripts, new with every page.
CHANGING = re.compile(rb'nonce="[^"]*"|"X-CSRFToken": "[^"]*"|value="[^"]{60,}"|value="[0-9a-f-]{36}"')
# Where surveys are spoken of; those of the second line lead to a survey.
OTHERS = ("start", "assessments", "criterion", "statistics", "cs6-surveys", "cs6-results", "improvements")
PAGES = ("survey", "survey-preview", "survey-paper-add", "survey-papers")
ADDRESSES = ("survey-results", "survey-results-workbook", "survey-results-csv", "survey-answers")


def figures(results: Results, place: int) -> dict[str, tuple[Any, ...]]:
    question = results.sections[0].questions[place]
    return {
        part.label: (part.n, part.measures and (part.measures.mean, part.measures.deviation), part.dissatisfied)
        for part in question.parts
    }


def address(name: str, assessment: Assessment, survey: Survey) -> str:
    return reverse(name, args=[assessment.unit.code, assessment.year, survey.row.pk])


@pytest.mark.database
def test_measures_stand_by_group_and_the_small_one_is_in_none(answered: Answered) -> None:
    survey = answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS, "ทูต": FEW})
    found = results_of(survey.questionnaire)
    total = (Decimal("3.45"), Decimal("0.93"))
    assert figures(found, 0) == {
        _("All groups shown"): (11, total, 9.1),
        "ชาวเรือ": (5, (Decimal("4.00"), Decimal("1.22")), 20.0),
        "ประมง": (6, (Decimal("3.00"), Decimal("0.00")), 0.0),
    }
    assert {label: each[2] for label, each in figures(found, 1).items()} == {
        _("All groups shown"): 18.2,
        "ชาวเรือ": 40.0,
        "ประมง": 0.0,
    }
    assert (found.n, found.of_sample, found.of_population) == (11, 27.5, 5.5)
    assert (found.groups, found.hidden) == ((("ชาวเรือ", 5), ("ประมง", 6)), ("ทูต",))
    assert [(part.label, part.n) for part in found.sections[0].overall] == [
        (_("All groups shown"), 11),
        ("ชาวเรือ", 5),
        ("ประมง", 6),
    ]


@pytest.mark.database
def test_a_question_that_few_of_a_group_answered_hides_the_group_there(answered: Answered) -> None:
    survey = answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS})
    several = results_of(survey.questionnaire).sections[0].questions[4]
    assert several.hidden == ("ชาวเรือ",)  # three of them chose
    assert [(part.label, part.n, part.counts) for part in several.parts] == [
        (_("All groups shown"), 6, (6, 0)),
        ("ประมง", 6, (6, 0)),
    ]


def test_the_rate_of_response_stands_at_questions_groups_services_and_sections(
    assessment: Assessment, answered: Answered
) -> None:
    some = [*SAILORS, (None, 0), (None, 1), (3, 1)]
    survey = answered({"ชาวเรือ": some, "ประมง": FISHERS, "ทูต": FEW})
    found = results_of(survey.questionnaire)
    rates = {part.label: part.rate for part in found.sections[0].questions[0].parts}
    total = _("All groups shown")
    assert rates == {total: 85.7, "ชาวเรือ": 75.0, "ประมง": 100.0}  # 12 of 14, 6 of 8
    assert {part.label: part.rate for part in found.sections[0].overall} == rates
    # Five of eight chose importance; of several choices three, who are too few: the six of the others are all.
    importance, several = found.sections[0].questions[3:]
    assert [part.rate for part in importance.parts] == [78.6, 62.5, 100.0]
    assert [part.rate for part in several.parts] == [100.0, 100.0]


def test_the_workbook_holds_sections_rates_and_importance(answered: Answered) -> None:
    survey = answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS, "ทูต": FEW, "ผู้ช่วย": []})
    measures, _each, matters, responses = (table for _title, table in tables_of(results_of(survey.questionnaire)))
    [whole, *_groups] = measures.rows
    assert whole.figures[0] == _("All questions for satisfaction together")
    assert whole.figures[3:6] == (11, 100.0, Decimal("3.45"))
    assert [row.figures[:2] for row in matters.rows] == [(Decimal("3.73"), Decimal("3.45"))]
    hidden = _("hidden: fewer than 5 answers")
    assert [row.figures[0] for row in responses.rows] == [11, 27.5, 5.5, 5, 6, hidden, 0]


@pytest.mark.database
def test_several_choices_are_shares_of_those_who_answered(answered: Answered) -> None:
    survey = answered({"ชาวเรือ": [(5, 0, "ก", 5, (0, 1))] * 4 + [(5, 0, "ก", 5, (1,))]})
    [total, _group] = results_of(survey.questionnaire).sections[0].questions[4].parts
    assert (total.n, total.counts, total.shares) == (5, (4, 5), (80.0, 100.0))


@pytest.mark.database
def test_services_are_told_apart_where_each_has_five(assessment: Assessment, answered: Answered) -> None:
    survey = answered({"ชาวเรือ": []})
    [group] = survey.row.groups.all()
    maps, buoys = (
        Service.objects.create(assessment=assessment, process=name, updated_at=timezone.now())
        for name in ("แผนที่", "ทุ่น")
    )
    for service, score, times in ((maps, 5, 30), (buoys, 2, 12), (None, 1, 4)):
        for _time in range(times):
            survey.answer(group, (score,), service)
    section = results_of(survey.questionnaire).sections[0]
    question = section.questions[0]
    assert [(part.label, part.n, part.measures) for part in section.parts] == [
        (part.label, part.n, part.measures) for part in question.parts
    ]
    assert [(part.label, part.n, part.measures and part.measures.mean) for part in question.parts] == [
        (_("All groups shown"), 42, Decimal("4.14")),
        ("ชาวเรือ", 42, Decimal("4.14")),
        (_("Service: %(name)s") % {"name": "แผนที่"}, 30, Decimal("5.00")),
        (_("Service: %(name)s") % {"name": "ทุ่น"}, 12, Decimal("2.00")),
    ]


def test_a_service_that_one_question_hides_is_not_told_for_the_section(
    assessment: Assessment, answered: Answered
) -> None:
    survey = answered({"ชาวเรือ": []})
    [group], section = survey.row.groups.all(), survey.questions[0].section
    second = Question.objects.create(section=section, position=9, kind="SATISFACTION", text="ความรวดเร็ว")
    for name, times in (("แผนที่", 30), ("ทุ่น", 12)):
        service = Service.objects.create(assessment=assessment, process=name, updated_at=timezone.now())
        for turn in range(times):
            response = survey.answer(group, (5,), service)
            if name == "แผนที่" or turn < 2:
                Answer.objects.create(response=response, question=second, value=4)
    found = results_of(survey.questionnaire).sections[0]
    assert len(found.questions[0].services) == 2
    assert found.services == ()


def test_a_group_can_be_the_source_of_an_improvement(
    assessment: Assessment, answered: Answered, staff: Person, client_of: Callable[..., Client]
) -> None:
    survey, client = answered({"ชาวเรือ": SAILORS, "ทูต": FEW}), client_of(staff)
    page = client.get(address("survey-results", assessment, survey)).content.decode()
    named = {"source": "SURVEY", "origin": survey.row.title, "problem": "ชาวเรือ"}
    begin = f"{reverse('improvements-add', args=['alpha', 2569])}?{urlencode(named, quote_via=quote)}"
    assert escape(begin) in page
    assert quote("ทูต") not in page  # of a hidden group nothing is found
    form = client.get(begin).context["form"]
    assert (form["origin"].value(), form["problem"].value()) == (survey.row.title, "ชาวเรือ")


def test_raw_answers_to_questions_of_the_same_words_are_told_by_their_section(answered: Answered) -> None:
    survey = answered({"ชาวเรือ": SAILORS})
    section = Section.objects.create(questionnaire=survey.questionnaire, position=2, title="ความสำคัญ")
    Question.objects.filter(pk=survey.questions[3].pk).update(section=section)
    heads = next(iter(raw_lines(survey.questionnaire))).strip("\ufeff\r\n").split(",")
    assert [head for head in heads if "ความสะดวก" in head] == ["การให้บริการ [ความสะดวก]", "ความสำคัญ [ความสะดวก]"]


def everything(client: Client, assessment: Assessment, survey: Survey) -> list[Any]:
    """All that is shown of a survey: the page, its texts, the files, the raw answers, the charts."""
    pages = [client.get(address(name, assessment, survey)) for name in ADDRESSES]
    asked = reverse("survey-texts", args=[assessment.unit.code, assessment.year, survey.row.pk, survey.questions[2].pk])
    pages.append(client.get(asked))
    assert all(page.status_code == 200 for page in pages)
    page, book, *files = [b"".join(page) for page in pages]
    sheets = [list(sheet.rows) for sheet in read_workbook(io.BytesIO(book), name="x.xlsx")]
    plain, files[-1] = (CHANGING.sub(b"", each) for each in (page, files[-1]))
    around = [CHANGING.sub(b"", client.get(each).content) for each in addresses_around(assessment, survey)]
    assert all(around)
    made = [charts_of(assessment), tables_of(results_of(survey.questionnaire)), report_of(assessment)]
    return [plain, sheets, *files, *made, *around]


def addresses_around(assessment: Assessment, survey: Survey) -> list[str]:
    """The pages of the unit that say anything of its surveys."""
    place = {"unit": assessment.unit.code, "year": assessment.year}
    code = {"criterion": {"code": "cs6"}, "statistics": {"code": "cs6"}}
    others = [reverse(name, kwargs={} if name == "assessments" else {**place, **code.get(name, {})}) for name in OTHERS]
    return [*others, *(address(name, assessment, survey) for name in PAGES)]


@pytest.mark.database
def test_nothing_that_is_shown_changes_with_what_is_hidden(
    assessment: Assessment, answered: Answered, staff: Person, client_of: Callable[..., Client]
) -> None:
    """Whether 1 or 4 of a small group answered, and what: pages, charts, workbook, CSV and raw answers are alike."""
    survey, client = answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS, "ทูต": FEW}), client_of(staff)
    before = everything(client, assessment, survey)
    told = before + [page.decode() for page in before if isinstance(page, bytes)]
    assert "ไม่บอกใคร" not in str(told)
    group = Group.objects.get(name="ทูต")
    for answers in ([(5, 0, "แปลก", 5, (0,))], [(3, 1, "อื่น", 2, (0, 1))] * 3):
        Response.objects.filter(group=group).delete()
        for given in answers:
            survey.answer(group, given)
        after = everything(client, assessment, survey)
        assert after == before
    for given in [(1, 1, "ครบห้า", 1, (1,))] * 2:
        survey.answer(group, given)
    assert "ครบห้า" in b"".join(everything(client, assessment, survey)[3:4]).decode()


@pytest.mark.database
def test_the_page_says_that_answers_are_still_coming(
    assessment: Assessment, answered: Answered, staff: Person, client_of: Callable[..., Client]
) -> None:
    survey, client = answered({"ชาวเรือ": SAILORS}), client_of(staff)
    assert client.get(address("survey-results", assessment, survey)).context["is_open"]
    Questionnaire.objects.update(state="CLOSED")
    assert not client.get(address("survey-results", assessment, survey)).context["is_open"]


@pytest.mark.database
def test_texts_are_found_by_their_words(answered: Answered) -> None:
    texts = [(5, 0, words) for words in ("รอนานมาก", "พูดจาดี", "ที่จอดรถน้อย รอนาน", "ดี", "ครบ")]
    survey = answered({"ชาวเรือ": texts, "ทูต": [(1, 1, "รอนานลับ")] * 2})
    tally = tally_of(survey.questionnaire)

    def found(words: str) -> list[str]:
        return [each.text for each in texts_of(survey.questionnaire, survey.questions[2], tally, words)]

    assert found("รอนาน") == ["ที่จอดรถน้อย รอนาน", "รอนานมาก"]
    assert found("รอนาน จอดรถ") == ["ที่จอดรถน้อย รอนาน"]
    assert len(found("")) == 5


@pytest.mark.database
def test_raw_answers_are_those_of_the_groups_shown(answered: Answered) -> None:
    survey = answered({"ชาวเรือ": SAILORS, "ทูต": FEW})
    heads, *lines = list(raw_lines(survey.questionnaire))
    assert heads.count(",") == 5
    assert len(lines) == 5
    # Four wrote a text and three chose: too few to show.
    assert sorted(line.strip() for line in lines) == sorted(
        f"ชาวเรือ,{score},{yes},,{important}," for score, yes, _text, important, *_rest in SAILORS
    )


@pytest.mark.database
def test_text_in_a_file_never_becomes_a_formula(answered: Answered) -> None:
    survey = answered({"ชาวเรือ": [(5, 0, "=1+1", 5)] * 5})
    assert "'=1+1" in "".join(raw_lines(survey.questionnaire))


@pytest.mark.database
def test_flagged_answers_are_not_counted(answered: Answered) -> None:
    survey = answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS})
    Response.objects.filter(group__name="ประมง").update(is_flagged=True)
    assert results_of(survey.questionnaire).n == 5


def test_the_results_say_how_many_flagged_answers_are_left_out(
    assessment: Assessment, staff: Person, client_of: Callable[[Person], Client], answered: Answered
) -> None:
    survey, client = answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS}), client_of(staff)
    words = _("Left out here: many came from one network within a minute")
    assert words not in client.get(address("survey-results", assessment, survey)).content.decode()
    left_out = Response.objects.filter(group__name="ประมง").update(is_flagged=True)
    page = client.get(address("survey-results", assessment, survey)).content.decode()
    assert re.search(rf"{words}</dt>\s*<dd class=\"late\">\s*{left_out}\s*</dd>", page)


def test_last_year_stands_beside(
    assessment: Assessment, new_assessment: Callable[..., Assessment], answered: Answered
) -> None:
    answered({"ชาวเรือ": [(3, 1)] * 5}, into=new_assessment("alpha", 2568))
    survey = answered({"ชาวเรือ": SAILORS})
    found = results_of(survey.questionnaire, results_before(survey.row))
    total = found.sections[0].questions[0].total
    assert total is not None
    assert total.before is not None
    assert total.before.measures is not None
    assert total.before.measures.mean == Decimal("3.00")
    assert [part.before and part.before.n for part in found.sections[0].overall] == [5, 5]
    satisfaction, dissatisfaction, answers = charts_of(assessment)
    assert [row.counts for row in satisfaction.rows] == [(400, 300)]
    assert [row.counts for row in dissatisfaction.rows] == [(4000, 10_000)]
    assert [row.counts for row in answers.rows] == [(0, 1, 0, 2, 2)]


def test_importance_is_held_against_performance(answered: Answered) -> None:
    survey = answered({"ชาวเรือ": SAILORS})
    [matter] = results_of(survey.questionnaire).matters
    assert (matter.importance, matter.performance, matter.place) == (Decimal("4.60"), Decimal("4.00"), "KEEP")


def test_importance_against_performance_is_drawn_without_words_in_the_picture(
    assessment: Assessment, answered: Answered, staff: Person, client_of: Callable[..., Client]
) -> None:
    survey = answered({"ชาวเรือ": SAILORS})
    page = client_of(staff).get(address("survey-results", assessment, survey)).content.decode()
    [picture] = re.findall(r'<div class="plane".*?(<svg.*?</svg>)', page, re.S)
    assert re.findall(r">\s*([^<\s][^<]*)<", picture) == ["1"]


def test_results_entered_by_hand_stand_in_the_charts(assessment: Assessment, answered: Answered) -> None:
    survey = answered({"ชาวเรือ": SAILORS, "ทูต": FEW})
    sailors, envoys = (Group.objects.get(name=name) for name in ("ชาวเรือ", "ทูต"))
    at = {"assessment": assessment, "survey": survey.row, "updated_at": timezone.now()}
    SurveyResult.objects.create(group=envoys, mean=Decimal("4.5"), dissatisfied=Decimal("0"), **at)
    SurveyResult.objects.create(group=sailors, mean=Decimal("1.5"), **at)
    few = Group.objects.create(assessment=assessment, name="ทูตทหาร", kind="RECIPIENT", updated_at=timezone.now())
    SurveyResult.objects.create(group=few, answers=4, **at)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyResult.objects.create(group=few, mean=Decimal("1.5"), answers=4, **at)
    satisfaction, dissatisfaction, _answers = charts_of(assessment)
    assert [(row.label, row.counts) for row in satisfaction.rows] == [("ชาวเรือ", (400, None)), ("ทูต", (450, None))]
    assert [row.counts[0] for row in dissatisfaction.rows] == [4000, 0]
    assert [row.figures[0] for row in table_of(satisfaction).rows] == [Decimal("4.00"), Decimal("4.50")]


def test_facts_count_the_groups_that_are_shown(assessment: Assessment, answered: Answered) -> None:
    survey = answered({"ชาวเรือ": SAILORS, "ทูต": FEW})
    shown = {Group.objects.get(name="ชาวเรือ").pk}
    facts = facts_of([assessment])[assessment.pk]
    assert (facts.satisfied, facts.dissatisfied) == (shown, shown)
    survey.questions[1].answers.all().delete()
    survey.questions[1].delete()
    assert facts_of([assessment])[assessment.pk].dissatisfied == set()


def test_queries_of_the_page_do_not_grow(
    assessment: Assessment, answered: Answered, staff: Person, client_of: Callable[..., Client]
) -> None:
    client = client_of(staff)

    def queries(survey: Survey) -> int:
        with CaptureQueriesContext(connection) as made:
            client.get(address("survey-results", assessment, survey))
        return len(made)

    survey = answered({"ชาวเรือ": SAILORS})
    few = queries(survey)
    for group in survey.row.groups.all():
        for _time in range(40):
            survey.answer(group, SAILORS[0])
    assert queries(survey) == few
    assert queries(survey) < few  # unchanged: the counts come from the cache


@pytest.mark.parametrize(("kind", "status", "raw"), [("HEADQUARTERS", 200, 404), ("HEAD", 404, 404)])
def test_others_read_the_results_in_their_scope_and_never_the_answers(
    assessment: Assessment,
    new_assessment: Callable[..., Assessment],
    answered: Answered,
    person: Callable[..., Person],
    client_of: Callable[..., Client],
    kind: str,
    status: int,
    raw: int,
) -> None:
    survey = answered({"ชาวเรือ": SAILORS})
    unit = new_assessment("beta").unit if kind == Role.Kind.HEAD else None
    client = client_of(person("other", kind, unit))
    for name in ADDRESSES[:3]:
        assert client.get(address(name, assessment, survey)).status_code == status
    assert client.get(address("survey-answers", assessment, survey)).status_code == raw


def test_a_survey_without_answers_says_so(
    assessment: Assessment, answered: Answered, staff: Person, client_of: Callable[..., Client]
) -> None:
    survey = answered({"ชาวเรือ": []})
    client = client_of(staff)
    assert client.get(address("survey-results", assessment, survey)).status_code == 200
    assert client.get(address("survey-results-workbook", assessment, survey)).status_code == 404
    listed = client.get(reverse("cs6-surveys", args=[assessment.unit.code, assessment.year])).content.decode()
    assert address("survey-results", assessment, survey) in listed
