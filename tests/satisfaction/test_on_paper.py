"""What surveys found, in the report: bars and measures by section and question, nothing of what is hidden."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.html import escape
from django.utils.translation import gettext as _
from pypdf import PdfReader

from pmqa.charts.measured import Grid, Measured, Plane
from pmqa.cycle.models import Assessment
from pmqa.reports.gathering import report_of
from pmqa.reports.pdf import render_pdf
from pmqa.reports.render import report_html, stylesheet
from pmqa.thai.text import fold
from satisfaction.models import Question
from satisfaction.result_paper import found_in
from tests.satisfaction.conftest import Survey
from tests.satisfaction.test_results import FEW, FISHERS, SAILORS

Answered = Callable[..., Survey]
PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)


def printed(assessment: Assessment, *, thai_digits: bool = False) -> str:
    return report_html(report_of(assessment), thai_digits=thai_digits)


def of_surveys(html: str) -> str:
    return "".join(re.findall(r'<section class="found">.*?</section>', html, re.DOTALL))


def test_a_survey_without_answers_is_not_printed(assessment: Assessment, answered: Answered) -> None:
    answered({"ชาวเรือ": []})
    assert of_surveys(printed(assessment)) == ""


def test_figures_and_bars_are_in_the_pdf(
    assessment: Assessment, answered: Answered, new_assessment: Callable[..., Assessment]
) -> None:
    answered({"ชาวเรือ": [(1, 1, None, 3)] * 5}, into=new_assessment("alpha", 2568))
    answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS, "ทูต": FEW})
    pdf = render_pdf(printed(assessment), stylesheet=stylesheet())
    text = fold("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    for words in (
        _("Answers to the survey: %(survey)s") % {"survey": "แผนที่เดินเรือ"},
        _("n = %(n)s, response rate %(rate)s of the sample") % {"n": 11, "rate": "27.5 %"},
        *("ชาวเรือ 5, ประมง 6", "3.45", "0.93", "9.1", "ความสะดวก"),
        _("Dissatisfied (%%): %(question)s") % {"question": "ไม่พอใจสิ่งใดหรือไม่"},
        _("Importance against performance"),
    ):
        assert fold(words) in text, words


def test_last_year_stands_beside_what_is_told_this_year(
    assessment: Assessment, answered: Answered, new_assessment: Callable[..., Assessment]
) -> None:
    answered({"ชาวเรือ": [(1, 1, None, 3)] * 5}, into=new_assessment("alpha", 2568))
    answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS})
    [found] = found_in(assessment)
    by_key = {part.chart.key.split("-")[0]: part for part in found.parts if isinstance(part, Measured)}
    assert by_key["section"].figures[0][-1] == "1.00"
    [low] = [each for each in found.parts if isinstance(each, Measured) and each.chart.series == ("2569", "2568")][:1]
    assert low.figures[1] == ("5", "40.0", "100.0")
    assert low.chart.rows[1].counts == (4000, 10000)


def test_each_question_has_bars_by_group_and_its_answers_in_a_table(assessment: Assessment, answered: Answered) -> None:
    answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS})
    html = of_surveys(printed(assessment))
    pictures = PICTURE.findall(html)
    assert len([each for each in pictures if "chart-svg" in each]) == html.count('class="chart-bars')
    assert html.count('class="chart-bars') >= 5  # section, question, importance, choices, dissatisfaction
    [found] = found_in(assessment)
    [shares] = [part for part in found.parts if isinstance(part, Grid)]
    assert shares.rows[0][:6] == ("ความสะดวก", "18.2", "18.2", "54.5", "9.1", "0.0")


def test_no_word_stands_inside_a_picture(assessment: Assessment, answered: Answered) -> None:
    answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS})
    pictures = PICTURE.findall(of_surveys(printed(assessment)))
    assert not any(re.sub(r"<[^>]*>", "", each).strip() for each in pictures)
    assert not any("<text" in each for each in pictures)


def test_importance_is_drawn_only_where_both_are_asked(assessment: Assessment, answered: Answered) -> None:
    survey = answered({"ชาวเรือ": SAILORS})
    [plane] = [part for part in found_in(assessment)[0].parts if isinstance(part, Plane)]
    assert (plane.points[0].across, plane.points[0].up, plane.middle) == (400, 460, (400, 460))
    Question.objects.filter(pk=survey.questions[3].pk).update(text="เรื่องอื่น")
    assert not [part for part in found_in(assessment)[0].parts if isinstance(part, Plane)]


def test_importance_and_performance_stay_on_one_page(assessment: Assessment, answered: Answered) -> None:
    """The picture and the table that says what its numbers mean, wherever on a page they begin."""
    answered({"ชาวเรือ": SAILORS})
    _before, heading, rest = of_surveys(printed(assessment)).partition(str(escape(_("Importance against performance"))))
    picture = f'<div class="measured"><h3>{heading}{rest}'
    for space in range(0, 240, 40):
        html = f'<html><body><div style="height: {space}mm"></div>{picture}</body></html>'
        pages = PdfReader(io.BytesIO(render_pdf(html, stylesheet=stylesheet()))).pages
        texts = [fold(page.extract_text()) for page in pages]
        assert sum(fold(heading) in text or fold(_("Where it stands")) in text for text in texts) == 1, space


@pytest.mark.parametrize(
    "hidden",
    [[(5, 1, "ความลับของทูต", 2, (0,))], [(1, 1, "ความลับของทูต", 1, (1,))] * 4, [(3, 0)] * 2],
)
def test_the_report_is_the_same_whatever_is_hidden(
    assessment: Assessment, answered: Answered, hidden: list[Any]
) -> None:
    survey = answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS, "ทูต": FEW})
    before = printed(assessment)
    survey.questionnaire.responses.filter(group__name="ทูต").delete()
    group = survey.row.groups.get(name="ทูต")
    for given in hidden:
        survey.answer(group, given)
    assert printed(assessment) == before
    assert "ความลับของทูต" not in before


def test_free_texts_are_not_printed(assessment: Assessment, answered: Answered) -> None:
    answered({"ประมง": [(3, 0, "ข้อความที่มีชื่อคน", 3, (0,))] * 6})
    assert "ข้อความที่มีชื่อคน" not in printed(assessment)


def test_where_nothing_may_be_shown_it_says_so(assessment: Assessment, answered: Answered) -> None:
    answered({"ทูต": FEW})
    html = of_surveys(printed(assessment))
    assert _("Nothing can be shown: no group has 5 answers.") in html
    assert "chart-bars" not in html


def test_figures_may_be_in_thai_digits(assessment: Assessment, answered: Answered) -> None:
    answered({"ชาวเรือ": SAILORS, "ประมง": FISHERS})
    html = of_surveys(printed(assessment, thai_digits=True))
    assert "๓.๔๕" in html
    assert "3.45" not in html


def test_a_flood_of_answers_asks_no_more_of_the_database(
    assessment: Assessment, answered: Answered, django_assert_max_num_queries: Any
) -> None:
    answered({"ชาวเรือ": SAILORS * 8, "ประมง": FISHERS * 8})
    with django_assert_max_num_queries(22):
        found_in(assessment)
