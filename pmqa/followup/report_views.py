"""Follow-up after 6 and 12 months: where each action stands, the form of a report, its files, the confirmation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmqa.evidence.actions import Conflict
from pmqa.evidence.file_views import file_answer
from pmqa.evidence.files import LARGEST, kept_or_removed
from pmqa.evidence.views import number_in
from pmqa.followup.actions import PlanClosed
from pmqa.followup.door import carried_out, closed_page, form_page, of_published, outdone
from pmqa.followup.erasing import erase_file
from pmqa.followup.forms import ReportForm, SignForm
from pmqa.followup.models import MONTHS, PlanAction, Report, ReportFile
from pmqa.followup.pages import ActionLine, FollowUp, plan_of
from pmqa.followup.published import Published
from pmqa.followup.reporting import (
    CLASSIFIED,
    VALUES,
    add_file,
    confirm_follow_up,
    is_confirmed,
    save_report,
    set_removed,
)
from pmqa.followup.views import place

SURE = gettext_lazy("I confirm this follow-up. It cannot be changed once it is confirmed.")


@of_published("GET")
def plan_follow_up(request: HttpRequest, published: Published, month: int) -> HttpResponse:
    """Each action with what is reported after so many months."""
    return _page(request, published, month, SignForm(initial=SignForm.values_of(published.person), words=SURE))


def _page(request: HttpRequest, published: Published, month: int, form: SignForm) -> HttpResponse:
    plan, at = plan_of(published), _place_of(month)
    follow_up: FollowUp = plan.follow_ups[at]
    lines: list[tuple[ActionLine, Report | None]] = [
        (line, line.reports[at]) for line in plan.actions if line.reports[at] or not line.is_dropped
    ]
    context = {"plan": plan, "follow_up": follow_up, "lines": lines}
    return form_page(request, published, "followup/follow_up.html", form, **context)


def _place_of(month: int) -> int:
    """Which follow-up it is, from 0. Http404 for another month."""
    if month not in MONTHS:
        raise Http404
    return MONTHS.index(month)


@of_published("POST", writes=True)
def plan_confirm(request: HttpRequest, published: Published, month: int) -> HttpResponse:
    """The head confirms the follow-up, once."""
    _place_of(month)
    form = SignForm(request.POST, words=SURE)

    def store() -> None:
        given = {"assessment": published.assessment, "month": month, **form.signed}
        confirm_follow_up(by=published.person, at=timezone.now(), **given)
        messages.success(request, _("Confirmed. This follow-up stays as it is from now on."))

    try:
        if carried_out(request, form, store):
            return redirect("plan-follow-up", *place(published), month)
    except PlanClosed as closed:
        return closed_page(request, published, str(closed))
    return _page(request, published, month, form)


@of_published("GET", "POST", writes=True)
def plan_report(request: HttpRequest, published: Published, month: int, action: int) -> HttpResponse:
    """The form of the report on one action."""
    _place_of(month)
    of = PlanAction.objects.filter(assessment=published.assessment, pk=action).first()
    if of is None:
        raise Http404
    if is_confirmed(published.assessment, month) or of.state == PlanAction.State.DROPPED:
        return closed_page(request, published, _("Nothing can be reported here any more."))
    held = Report.objects.filter(action=of, month=month).first()
    if request.method == "GET":
        form = ReportForm(initial=ReportForm.values_of(held, of))
        return _report_page(request, published, of, month, form, seen=held.version if held else 0)
    return _report_sent(request, published, of, month)


def _report_sent(request: HttpRequest, published: Published, of: PlanAction, month: int) -> HttpResponse:
    form, kept = ReportForm(request.POST, request.FILES), []  # type: ignore[var-annotated]
    seen = number_in(request.POST.get("seen", "")) or 0

    def store() -> None:
        values = {name: form.cleaned_data[name] for name in VALUES}
        given = {"assessment": published.assessment, "action": of.pk, "month": month, "values": values}
        # Twice: what a refusal leaves on the disk goes here, what is lost with the transaction goes below.
        with kept_or_removed(kept):
            report = save_report(**given, seen=seen, by=published.person, at=timezone.now())
            _keep(request, report, form, kept)
        messages.success(request, _("Saved."))

    try:
        with kept_or_removed(kept):
            if carried_out(request, form, store):
                return redirect("plan-follow-up", *place(published), month)
    except PlanClosed as closed:
        return closed_page(request, published, str(closed))
    except Conflict as conflict:
        outdone(form, conflict)
        version = conflict.row.version if conflict.row else 0
        return _report_page(request, published, of, month, form, seen=version, conflict=conflict.row or "")
    return _report_page(request, published, of, month, form, seen=seen)


def _keep(request: HttpRequest, report: Report, form: ReportForm, kept: list[ReportFile]) -> None:
    """Keeps the files that were sent with a report, or names the classified one."""
    by: Any = request.user
    given = {"title": form.cleaned_data["title"], "classification": form.cleaned_data["classification"] or "NORMAL"}
    files = form.cleaned_data["files"]
    for file in files:
        if (file.size or 0) > LARGEST:
            raise ValidationError({"files": _("“%(name)s” is too large: at most 25 MB.") % {"name": file.name}})
        content = file.read()
        kept.append(add_file(report=report, content=content, name=file.name or "", by=by, at=timezone.now(), **given))
    if not files and given["classification"] == CLASSIFIED:
        add_file(report=report, content=b"", name="", by=by, at=timezone.now(), **given)


def _report_page(
    request: HttpRequest, published: Published, of: PlanAction, month: int, form: ReportForm, **context: Any
) -> HttpResponse:
    files = ReportFile.objects.filter(report__action=of, report__month=month, removed_at=None)
    given = {"action": of, "month": month, "files": list(files), **context}
    return form_page(request, published, "followup/report.html", form, **given)


@of_published("GET")
def plan_file(request: HttpRequest, published: Published, file: int) -> HttpResponseBase:
    """The file itself: pictures and PDF are shown, other kinds are saved."""
    row = _file_or_404(published, file)
    shown = row.is_picture or row.content_type == "application/pdf"
    name = f"{row.title}.{str(row.stored.name).rpartition('.')[2]}"
    return file_answer(row.stored, content_type=row.content_type, as_attachment=not shown, filename=name)


@of_published("GET")
def plan_file_thumbnail(request: HttpRequest, published: Published, file: int) -> HttpResponseBase:
    return file_answer(_file_or_404(published, file).thumbnail, content_type="image/jpeg")


def _file_or_404(published: Published, file: int) -> ReportFile:
    rows = ReportFile.objects.filter(report__action__assessment=published.assessment, removed_at=None)
    found = rows.filter(pk=file).first()
    if found is None:
        raise Http404
    return found


@of_published("POST", writes=True)
def plan_file_remove(request: HttpRequest, published: Published, file: int) -> HttpResponse:
    """Takes a file from its report; the message offers to undo it."""
    return _move(request, published, file, removed=True)


@of_published("POST", writes=True)
def plan_file_back(request: HttpRequest, published: Published, file: int) -> HttpResponse:
    """Puts a file back that was taken away."""
    return _move(request, published, file, removed=False)


@of_published("POST", writes=True)
def plan_file_erase(request: HttpRequest, published: Published, file: int) -> HttpResponse:
    """The head erases a file for good, as the law demands. Sent twice it is done once."""
    by: Any = request.user
    try:
        held = erase_file(assessment=published.assessment, file=file, by=by, at=timezone.now())
    except ReportFile.DoesNotExist:
        raise Http404 from None
    except PlanClosed as closed:
        return closed_page(request, published, str(closed))
    except OSError:
        messages.error(request, _("The disk refused to erase the file. Tell the administrator."))
        return redirect("plan", *place(published))
    messages.success(request, _("The file is erased for good."))
    return redirect("plan-follow-up", *place(published), held.report.month)


def _move(request: HttpRequest, published: Published, file: int, *, removed: bool) -> HttpResponse:
    by: Any = request.user
    try:
        held = set_removed(assessment=published.assessment, file=file, removed=removed, by=by, at=timezone.now())
    except ReportFile.DoesNotExist:
        raise Http404 from None
    except PlanClosed as closed:
        return closed_page(request, published, str(closed))
    if removed:
        undo = reverse("plan-file-back", args=[*place(published), file])
        messages.success(request, _("“%(name)s” is taken away.") % {"name": held}, extra_tags=undo)
    return redirect("plan-report", *place(published), held.report.month, held.report.action_id)
