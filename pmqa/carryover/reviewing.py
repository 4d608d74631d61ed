"""The review that consists in what was said of carried rows, written into the official table of reviews."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import override

from pmqa.criteria import CRITERIA, table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import save_row, writing
from pmqa.evidence.carried import reviewed
from pmqa.evidence.criterion import CarriedReview
from pmqa.evidence.forms import RowForm
from pmqa.evidence.guidelines import Reviewed
from pmqa.evidence.models import CarriedRow
from pmqa.organization.models import Person

# Whom the review names at most, and in how many characters.
MOST_PEOPLE, LONGEST_WHO = 3, 200


@contextmanager
def completing(assessment: Assessment, by: Person, at: datetime.datetime) -> Iterator[None]:
    """Writes the reviews down that are complete after the block and were not before."""
    before = {review.table.key: came.is_done for review, came in _reviews(assessment)}
    yield
    for review, came in _reviews(assessment):
        if came.is_done and not before[review.table.key]:
            _write(review, came, assessment, by, at)


def _reviews(assessment: Assessment) -> list[tuple[CarriedReview, Reviewed]]:
    """The reviews that carried rows make, with what came of these. One query each."""
    reviews = [criterion.carried_review for criterion in CRITERIA if criterion.carried_review]
    models = [[table_of(key).model for key in review.of] for review in reviews]
    return [
        (review, reviewed(those, [assessment])[assessment.pk]) for review, those in zip(reviews, models, strict=True)
    ]


def unwritten_reviews(assessment: Assessment) -> list[CarriedReview]:
    """The reviews that are complete and do not stand in their table: what was said last was a change in a form."""
    return [
        review for review, came in _reviews(assessment) if came.is_done and not _stands(review, came, assessment)[1]
    ]


def write_reviews(*, assessment: Assessment, by: Person, at: datetime.datetime) -> None:
    """Writes every complete review down that does not stand in its table. Raises Closed."""
    with writing(assessment, by):
        for review, came in _reviews(assessment):
            if came.is_done and not _stands(review, came, assessment)[1]:
                _write(review, came, assessment, by, at)


def _stands(review: CarriedReview, came: Reviewed, assessment: Assessment, row: Any = None) -> tuple[RowForm, Any]:
    """The form of the review, always in Thai, the language of the official tables; and the row that stands already."""
    table = review.table
    with override("th"):
        form = table.form(review.values(came, _who(review, assessment)), assessment=assessment, instance=row)
        if not form.is_valid():
            raise ValidationError([text for errors in form.errors.values() for text in errors])
        same = [name for name in table.identity if name not in table.dated]
        values = form.cleaned_values()
        found = (
            row for row in table.rows_of(assessment) if all(table.values_of(row)[name] == values[name] for name in same)
        )
        return form, next(found, None)


def _who(review: CarriedReview, assessment: Assessment) -> str:
    """Those who said something of the rows, at most as many as have room in a cell."""
    labels = [table_of(key).model._meta.label_lower for key in review.of]
    people = Person.objects.filter(
        pk__in=CarriedRow.objects.filter(assessment=assessment, table__in=labels).values("said_by")
    )
    return ", ".join(map(str, people.order_by("pk")[:MOST_PEOPLE]))[:LONGEST_WHO]


def _write(review: CarriedReview, came: Reviewed, assessment: Assessment, by: Person, at: datetime.datetime) -> None:
    form, standing = _stands(review, came, assessment)
    if standing is not None:
        form, _same = _stands(review, came, assessment, standing)
    with override("th"):
        save_row(table=review.table, form=form, seen=standing.version if standing else None, by=by, at=at)
