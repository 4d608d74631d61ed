"""The annual report as a PDF: figures over all units, and a page for every unit, whatever it holds."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from pmqa.annual import pdf_file, unit_pages
from pmqa.annual.figures import figures_of_round
from pmqa.annual.models import AnnualJob, AnnualPart
from pmqa.annual.stored_results import fresh_figures
from pmqa.annual.unit_pages import Listed, UnitPage
from pmqa.cycle.models import Assessment
from pmqa.evidence.durable import read_stored
from pmqa.judging.models import Remark, Sheet
from pmqa.rollup.figures import Figures
from tests.annual.conftest import do_all

pytestmark = pytest.mark.django_db
Ask = Callable[..., AnnualJob]


@pytest.fixture
def published(units: list[Assessment]) -> list[Assessment]:
    """Two units with published results; in both something is said of CS1-A1, in a draft too."""
    Assessment.objects.update(state="CONSENSUS")
    for unit in units:
        sheet = Sheet.objects.create(assessment=unit, kind=Sheet.Kind.CONSENSUS, submission=1)
        said = {"sheet": sheet, "criterion": "CS1", "point": "CS1-A1", "kind": Remark.Kind.OFI}
        Remark.objects.create(text=f"ของ {unit.unit.code}", **said)
    Sheet.objects.update(submitted_at="2026-08-01T00:00Z")
    Assessment.objects.filter(pk__in=[unit.pk for unit in units[:2]]).update(state="PUBLISHED")
    return [Assessment.objects.select_related("unit", "round").get(pk=unit.pk) for unit in units]


def test_summary_tables_and_a_page_a_unit(ask: Ask, published: list[Assessment]) -> None:
    job = ask("PDF")
    do_all()
    job.refresh_from_db()
    assert (job.state, job.error) == ("DONE", "")
    whole = PdfReader(io.BytesIO(read_stored(job.stored)))
    texts = [page.extract_text() for page in whole.pages]
    assert [text.splitlines()[0] for text in texts[-3:]] == ["หน่วย alpha", "หน่วย bravo", "หน่วย charlie"]
    assert ["ของ alpha" in texts[-3], "ของ charlie" in texts[-1]] == [True, False]  # a draft tells nothing
    assert "หน่วยที่ 3 จาก 3" in texts[-1]
    assert whole.metadata
    assert whole.metadata.title == "รายงานประจำปี 2569"
    assert whole.outline


def test_the_figures_are_those_that_are_stored_of_the_units(published: list[Assessment]) -> None:
    stored = fresh_figures(published)
    found = figures_of_round(published[0].round)
    for each in found.criteria:
        ours = [one.criteria[each.code] for one in stored.values()]
        assert (each.met, each.missing) == (sum(one.met for one in ours), sum(one.missing for one in ours))
    assert dict(found.states)["ประกาศผลแล้ว"] == found.published == 2
    assert [(each.code, each.count, each.of) for each in found.opportunities] == [("CS1-A1", 2, 2)]
    assert found.strengths == ()


def test_a_unit_with_very_much_to_tell_stays_on_its_page(ask: Ask, published: list[Assessment]) -> None:
    figures = fresh_figures(published)
    (page, *_others) = unit_pages.unit_pages(list(ask("PDF").parts.select_related("assessment__unit")), figures)
    much = Listed.of_remarks([(f"CS1-A{n}", "ข้อความยาวมาก " * 50) for n in range(30)])
    gaps = Listed.of_gaps([(f"CS1-A{n}", "สิ่งที่ยังไม่มี " * 6) for n in range(30)])
    for criterion in figures[published[0].pk].criteria.values():
        object.__setattr__(criterion, "own", 50)
    told = {**vars(page), "strengths": much, "opportunities": much, "gaps": gaps}
    told.pop("outlines", None)
    pdf = pdf_file._units_pdf(AnnualJob.objects.get(), [UnitPage(**told)])
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


def test_a_unit_whose_page_cannot_be_made_has_one_that_says_so(
    ask: Ask, published: list[Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = unit_pages._page

    def fails(part: AnnualPart, figures: Figures, said: object) -> UnitPage:
        if part.assessment == published[1]:
            raise ValueError("damaged")
        return page(part, figures, said)  # type: ignore[arg-type]

    monkeypatch.setattr(unit_pages, "_page", fails)
    job = ask("PDF")
    do_all()
    job.refresh_from_db()
    assert (job.state, job.progress.failed) == ("DONE", 1)
    texts = [each.extract_text() for each in PdfReader(io.BytesIO(read_stored(job.stored))).pages]
    assert [text.splitlines()[0] for text in texts[-3:]] == ["หน่วย alpha", "หน่วย bravo", "หน่วย charlie"]
    assert "หน้าของหน่วยนี้ไม่ได้" in texts[-2]
