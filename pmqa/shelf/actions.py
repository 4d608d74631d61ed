"""Named changes of the shelf, each recorded."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pmqa.audit.record import Kind, record
from pmqa.organization.access import access_of
from pmqa.organization.models import Person
from pmqa.shelf.models import Practice
from pmqa.shelf.sources import Source


class ShelfRefused(Exception):
    """The change is not possible; the message says why."""


@transaction.atomic
def put_on_shelf(*, source: Source, number: int, words: str, by: Person, at: datetime.datetime) -> Practice:
    """Shows one published strength or row to every unit, with the `words` of headquarters.

    Raises ShelfRefused for everybody else, for what is not published, and without words. What stands there already is
    given back as it is.
    """
    _by_headquarters(by)
    row = source.published().filter(pk=number).first()
    if row is None:
        raise ShelfRefused(_("This is not published, or not there any more."))
    if not words.strip():
        raise ShelfRefused(_("Say what others can learn from it."))
    offer = source.offer(row)
    made, is_new = Practice.objects.get_or_create(
        source=source.key,
        number=number,
        taken_at=None,
        defaults={
            "assessment": offer.assessment,
            "criterion": offer.criterion,
            "title": offer.title,
            "text": offer.text,
            "words": words.strip(),
            "by": by,
            "at": at,
        },
    )
    if is_new:
        _record(made, "SHELVED", by, at)
    return made


@transaction.atomic
def take_down(*, practice: Practice, by: Person, at: datetime.datetime) -> None:
    """Takes a practice off the shelf; done twice it is done once. Raises ShelfRefused for all but headquarters."""
    _by_headquarters(by)
    if Practice.objects.filter(pk=practice.pk, taken_at=None).update(taken_at=at, taken_by=by):
        _record(practice, "TAKEN_DOWN", by, at)


def _by_headquarters(by: Person) -> None:
    if not access_of(by).leads:
        raise ShelfRefused(_("Only headquarters may do this."))


def _record(practice: Practice, subject: str, by: Person, at: datetime.datetime) -> None:
    held = practice.assessment
    detail = {"practice": f"{practice.source} {practice.number}", "words": practice.words}
    record(kind=Kind.RELEASE, by=by, at=at, unit=held.unit, year=held.year, subject=subject, detail=detail)
