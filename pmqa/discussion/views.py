"""The pages of the discussion: its threads, and one of them with the form of the next message."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.discussion.actions import DiscussionClosed, write
from pmqa.discussion.forms import MessageForm
from pmqa.discussion.models import Message
from pmqa.discussion.scope import called, side_of, why_closed
from pmqa.discussion.threads import threads_of
from pmqa.evidence.actions import first_time
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.guidelines import Guideline


def _discussed_or_404(request: HttpRequest, unit: str, year: int) -> tuple[Assessment, str]:
    """The assessment, and the side on which the person stands; Http404 for who has no part in its discussion."""
    assessment = assessment_or_404(request, unit, year)
    side = side_of(request.user, assessment)  # type: ignore[arg-type]
    if side is None:
        raise Http404
    return assessment, side


def discussion(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """The points about which something was said."""
    assessment, side = _discussed_or_404(request, unit, year)
    titles = {each.code: each.title for criterion in CRITERIA for each in criterion.guidelines}
    threads = [(thread, titles.get(point, "")) for point, thread in threads_of(assessment).items()]
    context = {"assessment": assessment, "threads": threads, "side": side, "closed": why_closed(assessment)}
    return render(request, "discussion/threads.html", context)


def discussion_point(request: HttpRequest, unit: str, year: int, guideline: str) -> HttpResponse:
    """What was said about a point, and the next message: sent once, kept on the page where it is not possible."""
    assessment, side = _discussed_or_404(request, unit, year)
    criterion, asked = _asked_or_404(guideline)
    form, status = MessageForm(request.POST or None, side=side), 200
    if request.method == "POST":
        try:
            if _store(request, assessment, asked.code, form):
                messages.success(request, _("Sent. The others are told."))
                return redirect("discussion-point", unit, year, asked.code)
            status = 409
        except DiscussionClosed as problem:
            form.add_error(None, str(problem))
            status = 403
        except ValidationError as problem:
            form.add_error(None, problem)
            status = 409
    context = _page(request, assessment, side, asked) | {
        "criterion": criterion,
        "form": form,
        "way_back": _way_back(assessment, side, criterion, asked),
    }
    return render(request, "discussion/thread.html", context, status=status)


def _asked_or_404(code: str) -> tuple[Criterion, Guideline]:
    for criterion in CRITERIA:
        for asked in criterion.guidelines:
            if asked.code == code:
                return criterion, asked
    raise Http404


def _page(request: HttpRequest, assessment: Assessment, side: str, asked: Guideline) -> dict[str, Any]:
    reader: Any = request.user
    said = Message.objects.filter(assessment=assessment, point=asked.code).select_related("by")
    lines = [(message, called(message, reader, side, assessment)) for message in said]
    return {
        "assessment": assessment,
        "asked": asked,
        "lines": lines,
        "reader": reader,
        "side": side,
        "is_settled": bool(lines) and lines[-1][0].settles,
        "closed": why_closed(assessment),
        "sent": uuid.uuid4(),
    }


def _way_back(assessment: Assessment, side: str, criterion: Criterion, asked: Guideline) -> str:
    """The page from which the person came: an assessor's walk at the point, or the criterion of the unit."""
    place = [assessment.unit.code, assessment.year, criterion.code.lower()]
    if side == Message.Side.ASSESSOR:
        return f"{reverse('review', args=place)}?point={asked.code}"
    return f"{reverse('criterion', args=place)}#{asked.code}"


def _store(request: HttpRequest, assessment: Assessment, point: str, form: MessageForm) -> bool:
    """Stores the message, once. False, with nothing stored, where the form is not valid."""
    by: Any = request.user
    with transaction.atomic():
        if not first_time(request.POST.get("sent", ""), by):
            return True
        if not form.is_valid():
            transaction.set_rollback(True)
            return False
        write(
            assessment=assessment,
            point=point,
            text=form.cleaned_data["text"],
            settles=form.cleaned_data.get("settles", False),
            by=by,
            at=timezone.now(),
        )
    return True
