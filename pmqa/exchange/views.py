"""Pages of the Excel exchange: upload, preview with mending, import; the unit's workbook and the empty one."""

import io
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from pmqa.criteria import TABLES
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.actions import Closed, first_time
from pmqa.evidence.models import Sent
from pmqa.evidence.views import closed_page
from pmqa.exchange.exports import template_workbook, unit_workbook
from pmqa.exchange.imports import LEAVE_OUT, import_workbook
from pmqa.exchange.mending import SHOWN, field_name, mended, mended_cells, wrong_cells
from pmqa.exchange.recognition import is_ours
from pmqa.exchange.results import ImportResult
from pmqa.exchange.upload_form import UploadForm
from pmqa.exchange.uploads import Upload, UploadGone, keep_upload, kept_upload
from pmqa.exchange.workbook import SheetGrid, WorkbookRefused, read_workbook

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_CHOICE = "table:"


@dataclass(frozen=True)
class Asked:
    """What the person says about the workbook: tables by sheet, mended cells, whether missing rows are removed."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    remove: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """The form for a workbook; a workbook sent here is read as a trial, and the preview shown."""
    assessment = assessment_or_404(request, unit, year)
    if request.method != "POST":
        return _upload_page(request, assessment, UploadForm(initial=request.GET.dict()))
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, assessment, form, status=422)
    file, table = form.cleaned_data["file"], form.cleaned_data["table"]
    sheets = [grid for grid in form.sheets if not is_ours(grid)]
    chosen = {sheets[0].title: table} if table and len(sheets) == 1 else {}
    file.seek(0)
    upload = keep_upload(file.read(), file.name, assessment=assessment, by=request.user)  # type: ignore[arg-type]
    return _preview(request, assessment, upload, form.sheets, Asked(chosen))


def _upload_page(request: HttpRequest, assessment: Assessment, form: UploadForm, status: int = 200) -> HttpResponse:
    editable = assessment.editable_by(request.user)  # type: ignore[arg-type]
    context = {"assessment": assessment, "form": form, "editable": editable}
    return render(request, "exchange/upload.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """The preview sent back: another trial with what was mended, or the import itself."""
    assessment = assessment_or_404(request, unit, year)
    if request.method != "POST":
        return redirect("import", unit, year)
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    try:
        if _is_done(request):
            return _done(request, assessment, _("This import was done already."))
        upload = kept_upload(request.POST.get("upload", ""), assessment=assessment, by=request.user)  # type: ignore[arg-type]
        with upload.opened() as file:
            grids = read_workbook(file, name=upload.called)
    except UploadGone:
        messages.error(request, _("The workbook is no longer kept here. Send it again."))
    except (WorkbookRefused, ValidationError, OSError):
        messages.error(request, _("This form is out of date. Open the page again."))
    else:
        asked = _asked(request)
        store = _import if request.POST.get("action") == "import" else _preview
        return store(request, assessment, upload, grids, asked)
    return redirect("import", unit, year)


def _asked(request: HttpRequest) -> Asked:
    posted = [(name, str(text)) for name, text in request.POST.items()]
    tables = {LEAVE_OUT, *(table.key for table in TABLES)}
    chosen = {name.removeprefix(_CHOICE): key for name, key in posted if name.startswith(_CHOICE) and key in tables}
    return Asked(chosen, mended_cells(posted), request.POST.get("remove") == "1")


def _is_done(request: HttpRequest) -> bool:
    return Sent.objects.filter(key=request.POST.get("key", ""), by=request.user).exists()  # type: ignore[misc]


def _run(
    request: HttpRequest, assessment: Assessment, grids: Sequence[SheetGrid], asked: Asked, *, trial: bool
) -> ImportResult:
    return import_workbook(
        assessment,
        mended(grids, asked.texts),
        by=request.user,  # type: ignore[arg-type]
        at=timezone.now(),
        trial=trial,
        remove=asked.remove,
        chosen=asked.chosen,
    )


def _import(
    request: HttpRequest, assessment: Assessment, upload: Upload, grids: Sequence[SheetGrid], asked: Asked
) -> HttpResponse:
    """Imports once: the key of the form is stored with the rows, so that a second sending finds it."""
    try:
        with transaction.atomic():
            if not first_time(request.POST.get("key", ""), request.user):  # type: ignore[arg-type]
                return _done(request, assessment, _("This import was done already."))
            result = _run(request, assessment, grids, asked, trial=False)
            if not result.saved:
                transaction.set_rollback(True)
    except Closed:
        return closed_page(request, assessment)
    if not result.saved:
        return _preview_page(request, assessment, upload, asked, result, status=422)
    upload.discard()
    counts = {"added": sum(s.added for s in result.sheets), "changed": sum(s.changed for s in result.sheets)}
    return _done(request, assessment, _("Imported: %(added)s rows added, %(changed)s changed.") % counts)


def _done(request: HttpRequest, assessment: Assessment, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("start", assessment.unit.code, assessment.year)


def _preview(
    request: HttpRequest, assessment: Assessment, upload: Upload, grids: Sequence[SheetGrid], asked: Asked
) -> HttpResponse:
    try:
        result = _run(request, assessment, grids, asked, trial=True)
    except Closed:
        return closed_page(request, assessment)
    return _preview_page(request, assessment, upload, asked, result)


def _preview_page(
    request: HttpRequest, assessment: Assessment, upload: Upload, asked: Asked, result: ImportResult, status: int = 200
) -> HttpResponse:
    wrong = wrong_cells(result)
    shown = {cell.name for cell in wrong[:SHOWN] if cell.mendable}
    texts = ((field_name(sheet, at), text) for sheet, cells in asked.texts.items() for at, text in cells.items())
    context: dict[str, Any] = {
        "assessment": assessment,
        "result": result,
        "wrong": wrong[:SHOWN],
        "further": max(0, len(wrong) - SHOWN),
        "kept": [(name, text) for name, text in texts if name not in shown],
        "sheets": [(sheet, asked.chosen.get(sheet.sheet, "")) for sheet in result.sheets],
        "removed": sum(len(sheet.removed) for sheet in result.sheets),
        "tables": TABLES,
        "leave_out": LEAVE_OUT,
        "upload": upload,
        "remove": asked.remove,
        "key": uuid.uuid4(),
    }
    return render(request, "exchange/preview.html", context, status=status)


@require_GET
def export(request: HttpRequest, unit: str, year: int) -> FileResponse:
    """The unit's workbook, with its name in Thai, as its sheets are."""
    assessment = assessment_or_404(request, unit, year)
    with override("th"):
        name = _("Evidence of %(unit)s %(year)s") % {"unit": assessment.unit, "year": year}
    return _download(unit_workbook(assessment), name)


@require_GET
def template(request: HttpRequest, unit: str, year: int) -> FileResponse:
    """The empty workbook."""
    assessment_or_404(request, unit, year)
    with override("th"):
        name = _("Template of the evidence workbook")
    return _download(template_workbook(), name)


def _download(content: bytes, name: str) -> FileResponse:
    file_name = f"{_NOT_IN_A_NAME.sub('-', name)}.xlsx"
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=file_name, content_type=_WORKBOOK)
