"""Who takes part in the discussion of an assessment, when, and by which name a reader sees who wrote."""

from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.discussion.models import Message
from pmqa.judging.scope import OPEN_TO_ALL, assignment_of
from pmqa.organization.access import access_of
from pmqa.organization.models import Person

Side, State = Message.Side, Assessment.State


def side_of(person: Person, assessment: Assessment) -> str | None:
    """As what `person` reads and writes: staff and heads of the unit, its declared assessors, headquarters; None for
    everybody else, to whom the discussion does not exist. Who belongs to the unit never stands on another side."""
    access = access_of(person)
    if assessment.unit_id in access.writes_units:
        return Side.UNIT
    if assessment.unit_id in access.belongs_units:
        return None
    if assignment_of(person, assessment) is not None:
        return Side.ASSESSOR
    return Side.HEADQUARTERS if access.leads else None


def why_closed(assessment: Assessment) -> str:
    """Why nothing can be written now, in words; blank from submission to publication where the round allows it."""
    if not assessment.round.has_threads:
        return _("In this round points are not discussed here.")
    if assessment.state == State.DRAFT:
        return _("Points can be discussed once the assessment is submitted.")
    if assessment.state == State.PUBLISHED:
        return _("The results are released: the discussion is over. What was said stays here.")
    return ""


def called(message: Message, reader: Person, side: str, assessment: Assessment) -> str:
    """By which name `reader`, who stands on `side`, sees who wrote `message`.

    Names of assessors are shown to headquarters, and to assessors once the consensus has begun: never to the unit, and
    not to those who still judge alone.
    """
    if message.by_id == reader.pk:
        return _("You")
    if message.side != Side.ASSESSOR or side == Side.HEADQUARTERS:
        return f"{message.by} · {message.get_side_display()}"
    if side == Side.ASSESSOR:
        return f"{message.by}" if assessment.state in OPEN_TO_ALL else _("Another assessor")
    return str(Side.ASSESSOR.label)
