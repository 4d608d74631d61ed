"""An empty cell of the coverage matrix: filled by a new row, or not needed for a reason."""

import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.actions import Closed, writing
from pmqa.evidence.fields import ThaiTextField
from pmqa.evidence.views import closed_page
from pmqa.organization.models import Person
from pmqa.scoring.coverage import CoverageLine, Matrix, coverage_of
from pmqa.scoring.models import NotNeeded


class GapForm(forms.Form):
    reason = ThaiTextField(label=_("Not needed because"), max_length=300, required=False)


def say_not_needed(
    *, assessment: Assessment, column: str, row_id: int, reason: str, by: Person, at: datetime.datetime
) -> None:
    """Records why the cell needs nothing; an empty reason takes it back. Raises Closed."""
    with writing(assessment, by):
        cell: dict[str, Any] = {"assessment": assessment, "column": column, "row_id": row_id}
        if reason:
            NotNeeded.objects.update_or_create(**cell, defaults={"reason": reason, "by": by, "at": at})
        else:
            NotNeeded.objects.filter(**cell).delete()


def gap(request: HttpRequest, unit: str, year: int, field: str, column: str, row: int) -> HttpResponse:
    """The two ways to mend a gap: add the row that is missing, or say why none is needed."""
    assessment = assessment_or_404(request, unit, year)
    coverage = coverage_of(assessment)
    matrix = coverage.groups if field == "group" else coverage.services
    at, line = _cell_or_404(matrix, column, row)
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    form = GapForm(request.POST or None, initial={"reason": line.reasons[at]})
    if request.method == "POST" and form.is_valid():
        by: Any = request.user
        reason = form.cleaned_data["reason"]
        try:
            say_not_needed(assessment=assessment, column=column, row_id=row, reason=reason, by=by, at=timezone.now())
        except Closed:
            return closed_page(request, assessment)
        return redirect("start", unit, year)
    context = {"assessment": assessment, "column": matrix.columns[at], "line": line, "field": field, "form": form}
    return render(request, "scoring/gap.html", context)


def _cell_or_404(matrix: Matrix, column: str, row: int) -> tuple[int, CoverageLine]:
    """The place of the column and the line of the row; Http404 for a cell that the matrix does not have."""
    keys = [each.key for each in matrix.columns]
    line = next((each for each in matrix.lines if each.id == row), None)
    if column not in keys or line is None:
        raise Http404
    return keys.index(column), line
