"""The walk of an assessor through a criterion, a judgement at a time, and the submission of the whole."""

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from pmqa.assessing.door import closed_page, for_reviewers
from pmqa.assessing.forms import WordsForm, mark_in
from pmqa.assessing.pages import panel_context, stop_or_404, walk_context
from pmqa.assessing.scores import named, score_lines
from pmqa.assessing.walk import Panel, Stop, Walk
from pmqa.criteria import criterion_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Conflict, first_time
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.views import number_in
from pmqa.judging.actions import Incomplete, SheetClosed, gaps_of, judge, open_sheet, submit_sheet
from pmqa.judging.gaps import gaps_before_submission
from pmqa.judging.models import Sheet
from pmqa.judging.sheets import ASKED, asked_by, marks_of, rules_of
from pmqa.organization.models import Person
from pmqa.scoring.profiles import score, shown


@for_reviewers("GET")
def review(request: HttpRequest, assessment: Assessment, code: str) -> HttpResponse:
    """A criterion with one of its points: what is asked, what is there, and what the person says of it."""
    walk = Walk(assessment, request.user)  # type: ignore[arg-type]
    stop = stop_or_404(walk, code, request.GET.get("point", ""))
    return render(request, "assessing/walk.html", walk_context(request, walk, stop))


@for_reviewers("POST")
def review_judge(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Saves what is said of one item: a part of the page for a script, the point (or the next one) for a browser."""
    by: Any = request.user
    walk = Walk(assessment, by)
    criterion, item = _item_or_404(request.POST.get("item", "")) if walk.can_write else (None, "")
    if criterion is None:
        return closed_page(request, assessment)
    stop = stop_or_404(walk, criterion.code, request.POST.get("point", "") or item)
    typed = replace(walk.panel(item), words=request.POST.get("words", ""))
    try:
        typed = replace(typed, mark=mark_in(request.POST))
        _save(request, assessment, typed, by)
    except (SheetClosed, ValidationError) as problem:
        words = problem.messages[0] if isinstance(problem, ValidationError) else str(problem)
        return _refused(request, assessment, stop, replace(typed, problem=words))
    except Conflict as conflict:
        # Saving once more keeps what was typed: it has been seen what it replaces.
        again = replace(typed, theirs=conflict.row, version=conflict.row.version)
        return _refused(request, assessment, stop, again)
    fresh = Walk(assessment, by)
    stop = stop_or_404(fresh, criterion.code, stop.code)
    if request.headers.get("HX-Request"):
        if "next" in request.POST:
            return HttpResponseClientRedirect(_onward(fresh, stop))
        panel = replace(fresh.panel(item), is_saved=True)
        return render(request, "assessing/_saved.html", {**panel_context(fresh, stop), "panel": panel})
    messages.success(request, _("Saved."))
    return redirect(_onward(fresh, stop) if "next" in request.POST else fresh.address_of(stop.code))


def _item_or_404(item: str) -> tuple[Criterion, str]:
    try:
        return criterion_of(asked_by(item).code), item
    except KeyError:
        raise Http404 from None


def _save(request: HttpRequest, assessment: Assessment, typed: Panel, by: Person) -> None:
    """Stores what was typed, once. Raises SheetClosed, Conflict and ValidationError, with nothing stored."""
    form = WordsForm(request.POST)
    if not form.is_valid():
        raise ValidationError(form.errors["words"])
    with transaction.atomic():
        if not first_time(request.POST.get("sent", ""), by):
            return
        sheet = open_sheet(assessment=assessment, kind=Sheet.Kind.ASSESSOR, by=by)
        judge(
            sheet=sheet,
            item=typed.item,
            mark=typed.mark,
            words=form.cleaned_data["words"],
            seen=number_in(request.POST.get("version", "")) or 0,
            by=by,
            at=timezone.now(),
        )


def _refused(request: HttpRequest, assessment: Assessment, stop: Stop, panel: Panel) -> HttpResponse:
    """The panel, or the page, with what was typed and why it was not saved. A script takes a part with status 200."""
    walk = Walk(assessment, request.user)  # type: ignore[arg-type]
    if request.headers.get("HX-Request"):
        answer = render(request, "assessing/_panel.html", {**panel_context(walk, stop), "panel": panel})
        answer["HX-Retarget"], answer["HX-Reswap"] = f"#panel-{panel.slug}", "outerHTML"
        return answer
    return render(request, "assessing/walk.html", walk_context(request, walk, stop, panel), status=409)


def _onward(walk: Walk, stop: Stop) -> str:
    """The point after `stop`, or the page of submission after the last."""
    codes = [each.code for each in walk.stops()]
    after = codes[codes.index(stop.code) + 1 :]
    return walk.address_of(after[0]) if after else walk.submit_address


@for_reviewers("GET", "POST")
def review_submit(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """What lacks, what was left unsaid, and the way to submit the whole."""
    by: Any = request.user
    walk = Walk(assessment, by)
    if request.method == "POST":
        if not walk.can_write:
            return closed_page(request, assessment)
        try:
            with transaction.atomic():
                if first_time(request.POST.get("sent", ""), by):
                    sheet = open_sheet(assessment=assessment, kind=Sheet.Kind.ASSESSOR, by=by)
                    submit_sheet(sheet=sheet, by=by, at=timezone.now())
                    messages.success(request, _("Your judgements are submitted. They stay as they are from now on."))
            return redirect("review-submit", assessment.unit.code, assessment.year)
        except SheetClosed as problem:
            return closed_page(request, assessment, str(problem))
        except Incomplete:
            messages.error(request, _("Not submitted: something is lacking still."))
        except ValidationError as problem:
            messages.error(request, problem.messages[0])
    return render(request, "assessing/submit.html", _submission(Walk(assessment, by)))


def _submission(walk: Walk) -> dict[str, Any]:
    """What the page of submission shows. Who has said nothing yet has no sheet."""
    sheet, rules = walk.sheet, rules_of(walk.assessment.round)
    nothing = gaps_before_submission(asked=ASKED, profile=walk.profile, judgements={}, remarks=(), shown=())
    gaps = [(gap, named(gap.item), walk.address_of_gap(gap)) for gap in (gaps_of(sheet) if sheet else nothing)]
    scores = score(ASKED, marks_of(sheet) if sheet else {}, rules)
    return {
        "assessment": walk.assessment,
        "walk": walk,
        "blocking": [each for each in gaps if each[0].blocks],
        "unsaid": [each for each in gaps if not each[0].blocks],
        "scores": score_lines(scores),
        "category": shown(scores.percent),
        "sent": uuid.uuid4(),
    }
