"""The work of an assessor: what is assigned, how far it is, when it is due; and the declaration before it begins."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.assessing.door import assigned_or_404, closed_page
from pmqa.assessing.forms import DeclareForm
from pmqa.cycle.models import Assessment, Assignment
from pmqa.cycle.rounds import Refused, declare
from pmqa.evidence.actions import first_time
from pmqa.judging.progress import Progress, progress_of
from pmqa.judging.scope import OPEN_TO_ALL
from pmqa.organization.access import access_of
from pmqa.organization.models import Person

State = Assessment.State
ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Job:
    """An assignment, how far the person is, and (for the leader) how far the others are: numbers, no values."""

    assignment: Assignment
    mine: Progress | None
    others: Sequence[Progress]

    @property
    def assessment(self) -> Assessment:
        return self.assignment.assessment

    @property
    def state(self) -> str:
        """What there is to do: one word by which the page chooses."""
        if self.assignment.conflict:
            return "conflict"
        if self.assignment.declared_at is None:
            return "declare" if self.assessment.state not in OPEN_TO_ALL else "missed"
        if self.mine and self.mine.is_submitted:
            return "submitted"
        return {State.IN_REVIEW: "judge", State.DRAFT: "wait", State.SUBMITTED: "wait"}.get(
            State(self.assessment.state), "over"
        )

    @property
    def consensus(self) -> str:
        """What there is to do or to read of the consensus; blank for nothing. Only its leader begins and settles it."""
        if self.assignment.conflict or self.assignment.declared_at is None:
            return ""
        leads, all_submitted = self.assignment.is_leader, all(each.is_submitted for each in self.others)
        if self.assessment.state == State.IN_REVIEW:
            is_ready = leads and all_submitted and self.mine is not None and self.mine.is_submitted
            return "begin" if is_ready else ""
        if self.assessment.state not in OPEN_TO_ALL:
            return ""
        return "settle" if leads and self.assessment.state == State.CONSENSUS else "read"


def my_work(request: HttpRequest) -> HttpResponse:
    """The assessments that are assigned to the person, newest year first; nothing for who is no assessor."""
    person: Any = request.user
    if not access_of(person).assesses:
        raise Http404
    page = Paginator(assignments_of(person), ROWS_A_PAGE).get_page(request.GET.get("page"))
    jobs = _jobs(list(page.object_list))
    context = {"page": page, "jobs": jobs, "waiting": sum(job.state in ("declare", "judge") for job in jobs)}
    return render(request, "assessing/work.html", context)


def assignments_of(person: Person) -> Any:
    """The assignments of `person`, never of a unit to which the person belongs."""
    mine = Assignment.objects.filter(assessor=person).exclude(assessment__unit__in=access_of(person).belongs_units)
    return mine.select_related("assessment__unit", "assessment__round", "assessor").order_by(
        "-assessment__round__year", "assessment__unit__sort_key", "pk"
    )


def _jobs(assignments: Sequence[Assignment]) -> list[Job]:
    progress: Mapping[int, list[Progress]] = progress_of([each.assessment for each in assignments])
    jobs = []
    for each in assignments:
        found = progress[each.assessment_id]
        mine = next((one for one in found if one.assignment.pk == each.pk), None)
        leads = each.is_leader and each.declared_at is not None and not each.conflict
        jobs.append(Job(each, mine, [one for one in found if one is not mine] if leads else ()))
    return jobs


def review_declare(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """The declaration on conflicts of interest, made once. A conflict takes the assessment out of sight."""
    assessment, assignment = assigned_or_404(request, unit, year)
    by: Any = request.user
    if assignment is None:
        return redirect("assessments") if request.method == "GET" else closed_page(request, assessment)
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if first_time(request.POST.get("sent", ""), by):
                    declare(assignment=assignment, conflict=form.said, by=by, at=timezone.now())
        except (Refused, ValidationError) as problem:
            messages.error(request, problem.messages[0] if isinstance(problem, ValidationError) else str(problem))
            return redirect("review-declare", unit, year)
        if form.said:
            messages.success(request, _("Thank you. This assessment is no longer shown to you; headquarters sees why."))
            return redirect("my-work")
        return redirect("review", unit, year, "cs1")
    context = {"assessment": assessment, "assignment": assignment, "form": form, "sent": uuid.uuid4()}
    return render(request, "assessing/declare.html", context)
