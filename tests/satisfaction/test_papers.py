"""The poster and the questionnaire on paper, made by the worker and read as a person reads them."""

import io
from collections.abc import Callable

import pypdfium2
import pytest
import segno

from pmqa.reports.jobs import make_report
from pmqa.reports.models import ReportJob
from pmqa.reports.survey_papers import qr_path
from satisfaction.models import Questionnaire, SatisfactionSurvey
from tests.every_table.desk import text_of
from tests.satisfaction.people import Designer


def text_in(job: ReportJob) -> str:
    with job.file.open() as file:
        document = pypdfium2.PdfDocument(io.BytesIO(file.read()))
    text = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    document.close()
    return text


@pytest.fixture
def made(designer: Designer) -> Callable[[str], ReportJob]:
    """Has a paper made: `made("poster")`."""

    def make(paper: str) -> ReportJob:
        designer.post("survey-papers-make", {"paper": paper})
        job = ReportJob.objects.get(options__paper=paper)
        make_report(job.pk)
        job.refresh_from_db()
        assert job.state == "DONE", job.error
        return job

    return make


def test_the_poster_carries_the_address_of_the_page(
    published: Callable[..., Questionnaire], made: Callable[[str], ReportJob], designer: Designer
) -> None:
    found = published()
    job = made("poster")
    assert f"http://testserver/survey/{found.code}/" in text_in(job).replace("\r\n", "")
    assert "file" in text_of(designer.get("survey-papers"))


def test_the_sheet_has_every_question_with_the_numbers_of_the_quick_entry(
    published: Callable[..., Questionnaire], made: Callable[[str], ReportJob]
) -> None:
    published()
    text = text_in(made("sheet"))
    for words in ("ข่าวถูกต้อง", "มากที่สุด", "1 ชาวประมง", "2 เดินเรือ", "3 โทรสาร"):
        assert words in text, text


def test_the_code_is_drawn_square_by_square() -> None:
    path, size = qr_path("http://testserver/survey/abc/")
    code = segno.make("http://testserver/survey/abc/", error="m")
    assert size == code.symbol_size(border=4)[0]
    assert path.count("M") == sum(map(sum, code.matrix))
    assert path.startswith("M4 4h1v1h-1z")


def test_without_a_published_questionnaire_and_for_a_deleted_survey_nothing_is_made(designer: Designer) -> None:
    designer.post("survey-papers-make", {"paper": "poster"})
    designer.post("survey-draft", {"starter": "short"})
    designer.post("survey-papers-make", {"paper": "poster"})
    designer.post("survey-publish")
    designer.post("survey-papers-make", {"paper": "rumour"})
    assert not ReportJob.objects.exists()
    SatisfactionSurvey.objects.update(deleted_at="2026-02-02T00:00Z")
    assert designer.post("survey-papers-make", {"paper": "poster"}).status_code == 404
