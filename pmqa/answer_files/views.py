"""Pages of the import of answers: the file, its matching with a preview, how far it is, and taking it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from pmqa.answer_files import jobs, kept
from pmqa.answer_files.checking import checked
from pmqa.answer_files.meaning import targets_of
from pmqa.answer_files.plan import UNTOLD, Plan, sent_plan
from pmqa.answer_files.upload_form import AnswerFileForm
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import post_only
from pmqa.evidence.actions import Closed, first_time, writing
from pmqa.evidence.views import closed_page, table_context
from satisfaction.criterion import SURVEYS
from satisfaction.models import AnswerImport, Questionnaire, SatisfactionSurvey
from satisfaction.public_form import asked_of
from satisfaction.views import door

State = AnswerImport.State


def imports(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """The form for a file, and the files that were imported before; a file sent here is read, and matched next."""
    assessment, survey = door(request, unit, year, row)
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    versions = list(survey.questionnaires.exclude(state=Questionnaire.State.DRAFT))
    if not versions:
        return redirect("survey", unit, year, row)
    if request.method != "POST":
        return _upload_page(request, assessment, survey, AnswerFileForm(versions=versions))
    form = AnswerFileForm(request.POST, request.FILES, versions=versions)
    try:
        held = _taken(request, assessment, form) if form.is_valid() else None
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        form.add_error(None, problem)
        held = None
    if held is None:
        return _upload_page(request, assessment, survey, form, status=422)
    return redirect("survey-import-edit", unit, year, row, held.pk)


def _taken(request: HttpRequest, assessment: Assessment, form: AnswerFileForm) -> AnswerImport | None:
    """The import of the file that was sent, once; None, with the reason in the form, when it cannot be read."""
    by: Any = request.user
    file, questionnaire = form.cleaned_data["file"], form.versions[form.cleaned_data["questionnaire"]]
    name, digest = kept.keep(file)
    told = {"called": (file.name or "")[:200], "language": get_language() or "th", "by": by}
    held: AnswerImport | None = None
    try:
        with writing(assessment, by):
            if first_time(request.POST.get("sent", ""), by):
                held = jobs.begin(questionnaire=questionnaire, name=name, digest=digest, **told)
    finally:
        if held is None:
            kept.discard(name)
    if held is None:  # sent twice
        return questionnaire.imports.filter(by=by, digest=digest).first()
    jobs.start_reading(held)
    held.refresh_from_db()
    if held.state == State.FAILED:
        form.add_error("file", held.error)
        held.delete()
        return None
    return held


def _upload_page(
    request: HttpRequest, assessment: Assessment, survey: SatisfactionSurvey, form: AnswerFileForm, status: int = 200
) -> HttpResponse:
    before = AnswerImport.objects.filter(questionnaire__survey=survey).select_related("by", "questionnaire")
    context = table_context(request, assessment, SURVEYS, survey=survey, form=form, imports=before)
    return render(request, "answer_files/upload.html", context, status=status)


def one(request: HttpRequest, unit: str, year: int, row: int, file: int) -> HttpResponse:
    """One file, whatever is next: waiting while it is read or stored, matching it, or what came of it."""
    assessment, survey = door(request, unit, year, row)
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    held = _import_or_404(survey, file)
    if request.method == "POST":
        return _sent(request, assessment, survey, held)
    context = table_context(request, assessment, SURVEYS, survey=survey, held=held)
    if request.htmx:  # type: ignore[attr-defined]
        answer = render(request, "answer_files/_state.html", context)
        if not held.is_moving:
            answer["HX-Refresh"] = "true"
        return answer
    if held.state == State.READY and held.by == request.user:
        context |= _matching(held)
    return render(request, "answer_files/one.html", context)


def _import_or_404(survey: SatisfactionSurvey, pk: int) -> AnswerImport:
    found = AnswerImport.objects.select_related("questionnaire__survey__assessment__round", "by", "taken_back_by")
    return get_object_or_404(found, questionnaire__survey=survey, pk=pk)


def _matching(held: AnswerImport) -> dict[str, Any]:
    """What the page of the matching shows; nothing where the file is no longer kept."""
    profile, asked = jobs.profile_kept(held), asked_of(held.questionnaire)
    if profile is None:
        return {}
    plan = Plan(**held.plan)
    return {
        "profile": profile,
        "plan": plan,
        "checked": checked(profile, plan, asked),
        "targets": targets_of(asked),
        "asked": asked,
        "untold": UNTOLD,
        "before": jobs.same_file(held),
    }


def _sent(request: HttpRequest, assessment: Assessment, survey: SatisfactionSurvey, held: AnswerImport) -> HttpResponse:
    """Keeps what was said about the file, and with `import` lets it be stored."""
    by: Any = request.user
    try:
        with writing(assessment, by):
            is_first = first_time(request.POST.get("sent", ""), by)
            if is_first and held.state == State.READY:
                _save_plan(request, held)
        if is_first and held.is_lost:
            async_task(jobs.read_file if held.state == State.READING else jobs.store_file, held.pk)
        elif is_first and request.POST.get("action") == "import":
            _import(request, assessment, survey, held.pk)
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("survey-import-edit", assessment.unit.code, assessment.year, survey.pk, held.pk)


def _save_plan(request: HttpRequest, held: AnswerImport) -> None:
    profile = jobs.profile_kept(held) if held.by == request.user else None
    if profile is None:
        raise ValidationError(_("The file is no longer kept here. Send it again."))
    posted = {name: str(value) for name, value in request.POST.items()}
    plan = sent_plan(posted, profile, asked_of(held.questionnaire), Plan(**held.plan))
    AnswerImport.objects.filter(pk=held.pk, state=State.READY).update(plan=plan.stored())


def _import(request: HttpRequest, assessment: Assessment, survey: SatisfactionSurvey, pk: int) -> None:
    with writing(assessment, request.user):  # type: ignore[arg-type]
        held = _import_or_404(survey, pk)
        jobs.start_storing(held=held, again=request.POST.get("again") == "1")
    jobs.go_on(held)


@post_only
def take_back(request: HttpRequest, unit: str, year: int, row: int, file: int) -> HttpResponse:
    """Takes an import back whole, or throws a file away that was not imported yet."""
    assessment, survey = door(request, unit, year, row)
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    held, by = _import_or_404(survey, file), request.user
    try:
        with writing(assessment, by):  # type: ignore[arg-type]
            if first_time(request.POST.get("sent", ""), by):  # type: ignore[arg-type]
                held = _import_or_404(survey, file)
                jobs.take_back(held=held, by=by, at=timezone.now())  # type: ignore[arg-type]
                messages.success(request, _("Taken back. Nothing of this file is counted any more."))
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("survey-import-edit", unit, year, row, file)
    jobs.finish_taking_back(held)
    return redirect("survey-import-add", unit, year, row)
