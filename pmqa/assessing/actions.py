"""Named changes of the phrase shelf."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pmqa.assessing.models import Phrase
from pmqa.evidence.actions import Conflict
from pmqa.judging.sheets import ASKED
from pmqa.organization.access import access_of
from pmqa.organization.models import Person


@transaction.atomic
def save_phrase(*, phrase: Phrase, seen: int, by: Person) -> Phrase:
    """Stores a new phrase, or the change of one whose version `seen` was shown.

    Raises PermissionDenied for all but headquarters, Conflict (None when it is gone), and ValidationError.
    """
    _refuse_others(by)
    points = next((asked.points for asked in ASKED if asked.code == phrase.criterion), {})
    if not points or (phrase.point and phrase.point not in points):
        raise ValidationError(_("This point is not asked."))
    if not phrase.text.strip() or phrase.kind not in Phrase.Kind.values:
        raise ValidationError(_("Write the phrase, and choose its kind."))
    if phrase.pk is not None:
        held = Phrase.objects.select_for_update().filter(pk=phrase.pk).first()
        if held is None or held.version != seen:
            raise Conflict(held)
        phrase.version = seen + 1
    phrase.save()
    return phrase


def remove_phrase(*, phrase: int, by: Person) -> None:
    """Takes a phrase off the shelf; remarks that began with it stay. Raises PermissionDenied."""
    _refuse_others(by)
    Phrase.objects.filter(pk=phrase).delete()


def _refuse_others(by: Person) -> None:
    if not access_of(by).leads:
        raise PermissionDenied
