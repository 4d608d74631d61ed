"""The one named change of a discussion: a message is added."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pmqa.audit.record import Kind, record
from pmqa.cycle.models import Assessment
from pmqa.cycle.telling import assessors_of, people_of
from pmqa.discussion.models import Message
from pmqa.discussion.scope import side_of, why_closed
from pmqa.judging.sheets import ASKED
from pmqa.notices.models import Notice
from pmqa.notices.send import notify
from pmqa.organization.models import Person

Side = Message.Side


class DiscussionClosed(Exception):
    """Nothing can be written here now, or not by this person; the message says why."""


@transaction.atomic
def write(
    *, assessment: Assessment, point: str, text: str, settles: bool = False, by: Person, at: datetime.datetime
) -> Message:
    """Adds a message about `point` and tells the others; an assessor may settle the point with it.

    Raises DiscussionClosed by the state that the database holds now, and ValidationError for a point that nobody asks,
    for no text, and for what cannot be settled. The record of changes holds that something was said, not what.
    """
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("unit", "round")
    held = locked.get(pk=assessment.pk)
    side = side_of(by, held)
    if words := why_closed(held):
        raise DiscussionClosed(words)
    if side is None:
        raise DiscussionClosed(_("This discussion is not yours to write in."))
    _refuse(held, point, text, settles, side)
    message = Message.objects.create(
        assessment=held, point=point, side=side, by=by, at=at, text=text.strip(), settles=settles
    )
    about = {"unit": held.unit, "year": held.year, "subject": point, "by": by, "at": at}
    record(kind=Kind.DISCUSSION, detail={"side": side, "settles": settles}, **about)
    for people in _others(held, point, side):
        notify(people=people, kind=Notice.Kind.MESSAGE, **about)
    return message


def _refuse(assessment: Assessment, point: str, text: str, settles: bool, side: str) -> None:
    if not any(point in asked.points for asked in ASKED):
        raise ValidationError(_("This point is not asked."))
    if settles and side != Side.ASSESSOR:
        raise ValidationError(_("An assessor settles a point."))
    if not settles and not text.strip():
        raise ValidationError(_("Write a message."))
    if settles and not Message.objects.filter(assessment=assessment, point=point).exists():
        raise ValidationError(_("Nothing was said about this point yet: there is nothing to settle."))


def _others(assessment: Assessment, point: str, side: str) -> "list[QuerySet[Person]]":
    """Who is told of a message from `side`: the unit of what others say, the assessors of what the unit or headquarters
    says, and of headquarters those who have spoken in this thread."""
    spoke = Message.objects.filter(assessment=assessment, point=point, side=Side.HEADQUARTERS)
    told = [Person.objects.filter(pk__in=spoke.values("by"), is_active=True)]
    if side != Side.UNIT:
        told.append(people_of(assessment.unit))
    if side != Side.ASSESSOR:
        told.append(assessors_of(assessment))
    return told
