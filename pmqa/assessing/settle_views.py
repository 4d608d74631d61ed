"""An item of the consensus: what everybody said of it, what the unit shows, and what is agreed with which reason."""

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

from pmqa.assessing.agreement import Agreement, Line, agreement_of
from pmqa.assessing.changes import ChangesSince
from pmqa.assessing.consensus_door import for_consensus
from pmqa.assessing.consensus_views import context_of
from pmqa.assessing.door import closed_page
from pmqa.assessing.exhibits import exhibits_of
from pmqa.assessing.forms import WordsForm, mark_in
from pmqa.assessing.walk import CHOICES, Panel, title_of
from pmqa.evidence.actions import Conflict, first_time
from pmqa.evidence.models import Statement
from pmqa.evidence.views import number_in
from pmqa.judging.actions import SheetClosed
from pmqa.judging.consensus import settle
from pmqa.judging.models import Judgement
from pmqa.judging.sheets import asked_by
from pmqa.scoring.engine import findings_of
from pmqa.scoring.profiles import Mark, points_behind


@for_consensus("GET")
def consensus_item(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    return _page(request, agreement, _line_or_404(agreement, request.GET.get("item", "")))


def _line_or_404(agreement: Agreement, item: str) -> Line:
    line = agreement.line(item)
    if line is None:
        raise Http404
    return line


def _page(request: HttpRequest, agreement: Agreement, line: Line, panel: Panel | None = None) -> HttpResponse:
    """The page of an item; `panel` is the form that has just come back, not saved."""
    assessment, criterion = agreement.assessment, line.criterion
    behind = points_behind(asked_by(line.item), line.item)
    statements = Statement.objects.filter(assessment=assessment, guideline__in=behind).prefetch_related("evidence")
    said = {each.guideline: each for each in statements if each.text}
    points = findings_of([assessment], [criterion])[assessment.pk]
    context = {
        **context_of(agreement),
        **_part(agreement, line, panel or _panel(line)),
        "criterion": criterion,
        "found": [(point, said.get(point.guideline.code)) for point in points if point.guideline.code in behind],
        "exhibits": exhibits_of(criterion, assessment, behind[0], ChangesSince(assessment)),
        "notes": [] if line.item in behind else agreement.notes_on(behind),
        "remarked": agreement.remarks_on(criterion.code, behind),
    }
    return render(request, "assessing/consensus_item.html", context, status=409 if panel else 200)


def _part(agreement: Agreement, line: Line, panel: Panel) -> dict[str, Any]:
    """What the parts of the page need that come back after an item was settled."""
    lines = agreement.lines()
    at = next(number for number, each in enumerate(lines) if each.item == line.item)
    return {
        **context_of(agreement),
        "line": line,
        "lines": lines,
        "panel": panel,
        "earlier": lines[at - 1] if at else None,
        "later": lines[at + 1] if at + 1 < len(lines) else None,
        "verdicts": Judgement.Verdict.choices,
        "bands": CHOICES,
    }


def _panel(line: Line) -> Panel:
    """The form of `line` as it stands."""
    held = line.agreed
    mark, words, version = (held.mark, held.words, held.version) if held else (Mark(), "", 0)
    return Panel(line.item, "letter" if "/" in line.item else "point", title_of(line.item), mark, words, version)


@for_consensus("POST")
def consensus_settle(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Saves what is agreed on one item: parts of the page for a script, the item or the next one for a browser."""
    if not agreement.leads:
        return closed_page(request, agreement.assessment)
    line = _line_or_404(agreement, request.POST.get("item", "") or "-")
    typed = replace(_panel(line), words=request.POST.get("words", ""))
    try:
        typed = replace(typed, mark=mark_in(request.POST))
        _save(request, agreement, typed)
    except (SheetClosed, ValidationError) as problem:
        words = problem.messages[0] if isinstance(problem, ValidationError) else str(problem)
        return _refused(request, agreement, line, replace(typed, problem=words))
    except Conflict as conflict:
        # Saving once more keeps what was typed: it has been seen what it replaces.
        again = replace(typed, theirs=conflict.row, version=conflict.row.version)
        return _refused(request, agreement, line, again)
    fresh = agreement_of(agreement.assessment, agreement.person, order=agreement.order) or agreement
    line = _line_or_404(fresh, line.item)
    part = _part(fresh, line, replace(_panel(line), is_saved=True))
    onward = part["later"].address if part["later"] else fresh.address
    if request.headers.get("HX-Request"):
        if "next" in request.POST:
            return HttpResponseClientRedirect(onward)
        return render(request, "assessing/_settled.html", part)
    messages.success(request, _("Saved."))
    return redirect(onward if "next" in request.POST else line.address)


def _save(request: HttpRequest, agreement: Agreement, typed: Panel) -> None:
    """Stores what was typed, once. Raises SheetClosed, Conflict and ValidationError, with nothing stored."""
    form, by = WordsForm(request.POST), agreement.person
    if not form.is_valid():
        raise ValidationError(form.errors["words"])
    with transaction.atomic():
        if first_time(request.POST.get("sent", ""), by):
            settle(
                sheet=agreement.sheet,
                item=typed.item,
                mark=typed.mark,
                reason=form.cleaned_data["words"],
                seen=number_in(request.POST.get("version", "")) or 0,
                by=by,
                at=timezone.now(),
            )


def _refused(request: HttpRequest, agreement: Agreement, line: Line, panel: Panel) -> HttpResponse:
    """Why it was not saved, with what was typed: a script still holds that, and takes the word alone."""
    if request.headers.get("HX-Request"):
        answer = render(request, "assessing/_settle_word.html", _part(agreement, line, panel))
        # By this the script knows that it was not saved: it stays on the page.
        answer["HX-Retarget"], answer["HX-Reswap"] = f"#said-{panel.slug}", "outerHTML"
        return answer
    return _page(request, agreement, line, panel)
