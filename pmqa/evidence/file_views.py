"""Evidence files on pages: sent only to those who may see the assessment, and taken in many at once."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404, post_only
from pmqa.evidence.actions import Closed, first_time, writing
from pmqa.evidence.file_form import OF_NO_CRITERION
from pmqa.evidence.files import keep_sent, kept_or_removed
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.views import closed_page
from pmqa.thai.text import normalise

logger = logging.getLogger(__name__)


def evidence_file(request: HttpRequest, unit: str, year: int, number: str) -> HttpResponseBase:
    """The file itself: pictures and PDF are shown, other kinds are saved."""
    row = _file_or_404(request, unit, year, number)
    shown = row.is_picture or row.content_type == "application/pdf"
    name = f"{row.number}.{str(row.stored.name).rpartition('.')[2]}"
    return file_answer(row.stored, content_type=row.content_type, as_attachment=not shown, filename=name)


def evidence_thumbnail(request: HttpRequest, unit: str, year: int, number: str) -> HttpResponseBase:
    return file_answer(_file_or_404(request, unit, year, number).thumbnail, content_type="image/jpeg")


def _file_or_404(request: HttpRequest, unit: str, year: int, number: str) -> EvidenceFile:
    assessment = assessment_or_404(request, unit, year)
    # An address may hold what no stored text does (a NUL, which PostgreSQL refuses to be asked for).
    written = normalise(number, lines=False)
    return get_object_or_404(EvidenceFile, assessment=assessment, number=written, deleted_at=None)


def file_answer(file: FieldFile, **options: Any) -> HttpResponseBase:
    """The answer with a stored file, in which nothing can run; Http404 when there is none.

    Words, and 503, where the disk or the file server does not give it.
    """
    if not file:
        raise Http404
    try:
        response = FileResponse(file.open(), **options)
    except FileNotFoundError:
        raise Http404 from None
    except OSError:
        logger.exception("%s cannot be read.", file.name)
        words = _("The file cannot be read just now. Please try again in a moment.")
        return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    return response


@post_only
def evidence_upload(request: HttpRequest, unit: str, year: int, criteria: Sequence[str]) -> HttpResponse:
    """Keeps every file sent, or none; says which are kept, to a script as JSON and to a form as a message.

    `criteria` are the codes that may stand in the number of a file.
    """
    assessment = assessment_or_404(request, unit, year)
    criterion = request.POST.get("criterion", "")
    code = criterion if criterion in criteria else OF_NO_CRITERION
    return answer_upload(
        request, assessment, lambda: _keep(request, assessment, code), reverse("evidence", args=[unit, year])
    )


def answer_upload(
    request: HttpRequest, assessment: Assessment, keep: Callable[[], Sequence[EvidenceFile]], back: str
) -> HttpResponse:
    """Keeps the files of a form with `keep`, and says which are kept or why none is: to a script as JSON, to a form
    as a message on the page `back`."""
    try:
        kept = keep()
    except Closed:
        return closed_page(request, assessment)
    except (ValidationError, OSError) as problem:
        text = problem.messages[0] if isinstance(problem, ValidationError) else _("The disk refused the file.")
        if _by_script(request):
            return JsonResponse({"error": text}, status=422)
        messages.error(request, text)
        return redirect(back)
    if _by_script(request):
        return JsonResponse({"kept": [{"number": row.number, "title": row.title} for row in kept]})
    messages.success(request, _("Kept: %(count)s files.") % {"count": len(kept)})
    return redirect(back)


def _by_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _keep(request: HttpRequest, assessment: Assessment, criterion: str) -> list[EvidenceFile]:
    by: Any = request.user
    files = request.FILES.getlist("files")
    kept: list[EvidenceFile] = []
    with kept_or_removed(kept), writing(assessment, by):
        if not files:
            raise ValidationError(_("Choose a file first."))
        if first_time(request.POST.get("sent", ""), by):
            keep_sent(files, kept, assessment=assessment, criterion=criterion, by=by)
    return kept
