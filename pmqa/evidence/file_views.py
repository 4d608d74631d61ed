"""Evidence files on pages: sent only to those who may see the assessment, and taken in many at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.actions import Closed, first_time, writing
from pmqa.evidence.files import LARGEST, store_file
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.views import closed_page

CRITERIA = ("P", "CS1", "CS2", "CS3", "CS4", "CS5", "CS6", "CS7")


def evidence_file(request: HttpRequest, unit: str, year: int, number: str) -> FileResponse:
    """The file itself: pictures and PDF are shown, other kinds are saved."""
    assessment = assessment_or_404(request, unit, year)
    row = get_object_or_404(EvidenceFile, assessment=assessment, number=number, deleted_at=None)
    if not row.stored:
        raise Http404
    shown = row.is_picture or row.content_type == "application/pdf"
    name = f"{row.number}.{row.stored.name.rpartition('.')[2]}"
    response = FileResponse(row.stored.open(), content_type=row.content_type, as_attachment=not shown, filename=name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    return response


def evidence_thumbnail(request: HttpRequest, unit: str, year: int, number: str) -> FileResponse:
    assessment = assessment_or_404(request, unit, year)
    row = get_object_or_404(EvidenceFile, assessment=assessment, number=number, deleted_at=None)
    if not row.thumbnail:
        raise Http404
    return FileResponse(row.thumbnail.open(), content_type="image/jpeg")


@require_POST
def evidence_upload(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """Keeps every file sent, or none; says which are kept, to a script as JSON and to a form as a message."""
    assessment = assessment_or_404(request, unit, year)
    criterion = request.POST.get("criterion", "P")
    try:
        kept = _keep(request, assessment, criterion if criterion in CRITERIA else "P")
    except Closed:
        return closed_page(request, assessment)
    except (ValidationError, OSError) as problem:
        text = problem.messages[0] if isinstance(problem, ValidationError) else _("The disk refused the file.")
        if _by_script(request):
            return JsonResponse({"error": text}, status=422)
        messages.error(request, text)
        return redirect("evidence", unit, year)
    if _by_script(request):
        return JsonResponse({"kept": [{"number": row.number, "title": row.title} for row in kept]})
    messages.success(request, _("Kept: %(count)s files.") % {"count": len(kept)})
    return redirect("evidence", unit, year)


def _by_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _keep(request: HttpRequest, assessment: Assessment, criterion: str) -> list[EvidenceFile]:
    by: Any = request.user
    files = request.FILES.getlist("files")
    if not files:
        raise ValidationError(_("Choose a file first."))
    with writing(assessment, by):
        if not first_time(request.POST.get("sent", ""), by):
            return []
        kept = []
        for file in files:
            if (file.size or 0) > LARGEST:
                raise ValidationError(_("“%(name)s” is too large: at most 25 MB.") % {"name": file.name})
            kept.append(
                store_file(
                    assessment=assessment,
                    criterion=criterion,
                    title=request.POST.get("title", "") if len(files) == 1 else "",
                    content=file.read(),
                    name=file.name or "",
                    by=by,
                    at=timezone.now(),
                )
            )
        return kept
