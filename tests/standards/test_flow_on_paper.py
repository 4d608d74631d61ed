"""The flow charts of CS7 in the report: every step on paper, the picture unbroken from one to the next."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from pmqa.cycle.models import Assessment
from pmqa.reports.gathering import report_of
from pmqa.reports.pdf import render_pdf
from pmqa.reports.render import report_html, stylesheet
from pmqa.thai.text import fold
from standards.models import ServiceStandard, StandardStep, time_words
from standards.queries import flows_of


def test_each_standard_with_steps_has_its_flow_chart(
    assessment: Assessment, weather: ServiceStandard, fill: Any, django_assert_num_queries: Any
) -> None:
    fill("cs7-standards", [{"service": "สำรวจและผลิตแผนที่เดินเรือ"}])  # without steps
    with django_assert_num_queries(2):
        [flow] = flows_of(assessment)
    assert [step.back_to for step in flow.steps] == [None, None, 2]
    html = report_html(report_of(assessment))
    assert html.count('class="flow-row"') == 5


@pytest.mark.parametrize("back", [3, 8])
def test_a_return_that_leads_nowhere_is_not_drawn(assessment: Assessment, weather: ServiceStandard, back: int) -> None:
    StandardStep.objects.filter(number=3).update(back_to=back)
    assert [step.back_to for step in flows_of(assessment)[0].steps] == [None, None, None]


def test_the_words_of_every_step_can_be_read_in_the_pdf(assessment: Assessment, weather: ServiceStandard) -> None:
    pdf = render_pdf(report_html(report_of(assessment), thai_digits=True), stylesheet=stylesheet(thai_digits=True))
    text = fold("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    for words in ("๑. รับคำขอ", "๒. พิมพ์ข่าว", "๓. ตรวจข่าว", f"แผนกพยากรณ์ · {time_words(120)}"):
        assert fold(words) in text
