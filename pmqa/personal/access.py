"""Who may see a person's name and contact, and who may remove it."""

from typing import Any

from pmqa.cycle.models import Assessment
from pmqa.organization.access import access_of
from pmqa.organization.models import Person


def answers_for(person: Person, assessment: Assessment) -> bool:
    """Whether `person` answers for all personal data of the unit: its head, or an administrator."""
    access = access_of(person)
    return access.administers or assessment.unit_id in access.heads_units


def may_look(person: Person, assessment: Assessment, row: Any) -> bool:
    """Whether `person` may see who stands behind `row`: who answers for the unit, and the owner of the row.

    An owner who has left the unit no longer may. A row without owner, or none at all, opens it to nobody else.
    """
    owns = getattr(row, "owner_id", None) == person.pk and assessment.unit_id in access_of(person).writes_units
    return owns or answers_for(person, assessment)
