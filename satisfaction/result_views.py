"""Pages of the results of a survey that was answered here: figures, free texts, and files to take along."""

import io
import re
from collections.abc import Callable, Container
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmqa.charts.drawing import drawn
from pmqa.charts.measured import drawn_plane
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.organization.access import access_of
from pmqa.profile.models import Group
from pmqa.thai.text import normalise
from satisfaction.answering import takes_answers
from satisfaction.chosen import narrowed
from satisfaction.criterion import SURVEYS
from satisfaction.models import Question, Questionnaire, SatisfactionSurvey
from satisfaction.result_files import csv_of, raw_lines, tables_of
from satisfaction.result_paper import matters_of
from satisfaction.result_parts import section_chart
from satisfaction.results import Results, results_before, results_of
from satisfaction.tallies import answered_of, tally_of, texts_of

TEXTS_A_PAGE = 50
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@require_safe
def results(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """The results of one version of the questionnaire, the newest that was answered unless another is asked for."""
    assessment, survey = _survey_or_404(request, unit, year, row)
    versions = _versions(assessment, survey)
    context: dict[str, Any] = {"assessment": assessment, "survey": survey, "table": SURVEYS, "versions": versions}
    if versions:
        questionnaire = _version_or_404(request, versions)
        whole = results_of(questionnaire, results_before(survey))
        wanted = request.GET.get("of", "")
        chosen = next((each for each in whole.apart if each.key == wanted), None)
        found = narrowed(whole, chosen) if chosen else whole
        context |= {
            "questionnaire": questionnaire,
            "results": found,
            "chosen": chosen,
            "is_unknown": bool(wanted and not chosen),
            "sections": [(section, drawn(section_chart(section))) for section in found.sections],
            "plane": next((drawn_plane(plane) for plane in matters_of(found)), None),
            "left_out": questionnaire.responses.filter(is_flagged=True).count(),
            "is_open": takes_answers(questionnaire, timezone.localdate()),
            "takes_raw": _is_of_the_unit(request, assessment),
            "editable": assessment.editable_by(request.user),  # type: ignore[arg-type]
        }
    return render(request, "satisfaction/results.html", context)


@require_safe
def texts(request: HttpRequest, unit: str, year: int, row: int, question: int) -> HttpResponse:
    """The texts that answer one question and may be shown; `q` are words that must stand in them."""
    assessment, survey = _survey_or_404(request, unit, year, row)
    asked = get_object_or_404(
        Question.objects.select_related("section__questionnaire"),
        pk=question,
        kind=Question.Kind.TEXT,
        section__questionnaire__survey=survey,
    )
    questionnaire, words = asked.section.questionnaire, normalise(request.GET.get("q", ""))[:100]
    tally, of = tally_of(questionnaire), request.GET.get("of", "")
    rows = texts_of(questionnaire, asked, tally, words).select_related("response__group")
    groups = _groups_shown(assessment, tally.question(asked.pk).shown.groups)
    if of in groups:
        rows = rows.filter(response__group=groups[of][0])
    page = Paginator(rows, TEXTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "assessment": assessment,
        "survey": survey,
        "table": SURVEYS,
        "question": asked,
        "page": page,
        "q": words,
        "groups": [(key, name) for key, (_pk, name) in groups.items()],
        "of": of if of in groups else "",
        "editable": assessment.editable_by(request.user),  # type: ignore[arg-type]
    }
    return render(request, "satisfaction/result_texts.html", context)


def _groups_shown(assessment: Assessment, shown: Container[int | None]) -> dict[str, tuple[int | None, str]]:
    """The groups whose texts are shown, by their key in an address. Texts are not told apart by service: group and
    service of one text together would be."""
    named = [(each.pk, each.name) for each in Group.objects.filter(assessment=assessment) if each.pk in shown]
    found = [*named, *([(None, _("No group named"))] if None in shown else [])]
    return {f"group-{pk or 0}": (pk, name) for pk, name in found} if len(found) > 1 else {}


@require_safe
def workbook(request: HttpRequest, unit: str, year: int, row: int, write: Callable[..., bytes]) -> FileResponse:
    """The results as .xlsx; `write` makes it of tables (a workbook lies above the criteria)."""
    assessment, survey = _survey_or_404(request, unit, year, row)
    whose = _("%(unit)s, fiscal year %(year)s") % {"unit": assessment.unit, "year": year}
    content = write(
        tables_of(_results(request, assessment, survey)), title=survey.title, whose=whose, notes=(survey.title, whose)
    )
    name = _file_name(survey, _("results"), "xlsx")
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=_WORKBOOK)


@require_safe
def results_csv(request: HttpRequest, unit: str, year: int, row: int) -> FileResponse:
    """The measures of every question and part as CSV."""
    assessment, survey = _survey_or_404(request, unit, year, row)
    _title, table = tables_of(_results(request, assessment, survey))[0]
    name = _file_name(survey, _("results"), "csv")
    return FileResponse(io.BytesIO(csv_of(table)), as_attachment=True, filename=name, content_type="text/csv")


@require_safe
def raw(request: HttpRequest, unit: str, year: int, row: int) -> StreamingHttpResponse:
    """The answers themselves as CSV. For people of the unit alone: 404 for everybody else."""
    assessment, survey = _survey_or_404(request, unit, year, row)
    if not _is_of_the_unit(request, assessment):
        raise Http404
    questionnaire = _version_or_404(request, _versions(assessment, survey))
    answer = StreamingHttpResponse(raw_lines(questionnaire), content_type="text/csv; charset=utf-8")
    name = _file_name(survey, _("answers"), "csv")
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


def _survey_or_404(request: HttpRequest, unit: str, year: int, row: int) -> tuple[Assessment, SatisfactionSurvey]:
    assessment = assessment_or_404(request, unit, year)
    found: SatisfactionSurvey = get_object_or_404(SURVEYS.rows_of(assessment), pk=row)
    found.assessment = assessment
    return assessment, found


def _versions(assessment: Assessment, survey: SatisfactionSurvey) -> list[Questionnaire]:
    """The versions of the questionnaire that were answered, the newest first."""
    found = list(answered_of([assessment]).filter(survey=survey))
    for each in found:
        each.survey = survey
    return found


def _version_or_404(request: HttpRequest, versions: list[Questionnaire]) -> Questionnaire:
    wanted = request.GET.get("version", "")
    for each in versions:
        if wanted in ("", str(each.version)):
            return each
    raise Http404


def _results(request: HttpRequest, assessment: Assessment, survey: SatisfactionSurvey) -> Results:
    return results_of(_version_or_404(request, _versions(assessment, survey)), results_before(survey))


def _is_of_the_unit(request: HttpRequest, assessment: Assessment) -> bool:
    return assessment.unit_id in access_of(request.user).writes_units  # type: ignore[arg-type]


def _file_name(survey: SatisfactionSurvey, what: str, ending: str) -> str:
    return f"{_NOT_IN_A_NAME.sub('-', f'{survey.title} {what}')}.{ending}"
