"""What is printed on pages of its own: the documents of an assessment besides its report, and where each is made."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.reports.survey_papers import TABLE as SURVEYS
from standards.queries import published_services

MOST_SURVEYS = 20


@dataclass(frozen=True)
class OtherDocument:
    """A document, and the address of the page where it is made or taken."""

    name: str
    address: str


def other_documents(assessment: Assessment, *, is_published: bool) -> list[OtherDocument]:
    """The other documents of `assessment`; its plan once results are published. A fixed number of queries."""
    place = [assessment.unit.code, assessment.year]
    found = [
        OtherDocument(_("Year-end opinion summary as a memo to the unit head"), reverse("summary", args=place)),
        OtherDocument(_("Workbook of every official table (Excel)"), reverse("export", args=place)),
    ]
    if is_published:
        found.append(OtherDocument(_("Improvement plan for paper"), reverse("plan-print", args=place)))
    if published_services(assessment.unit):
        manual = reverse("manual-pdf", args=[assessment.unit.code])
        found.append(OtherDocument(_("Contact manual (PDF, for everybody)"), manual))
    for survey in table_of(SURVEYS).rows_of(assessment)[:MOST_SURVEYS]:
        name = _("Poster and questionnaire on paper: %(survey)s") % {"survey": survey.title}
        found.append(OtherDocument(name, reverse("survey-papers", args=[*place, survey.pk])))
    return found
