"""The one way to make a snapshot: whole, of files that are sound, as the next link of the chain."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.freezing.content import Measured, canonical, measured_files, told_of
from pmqa.freezing.models import Chain, Snapshot
from pmqa.freezing.seals import packed, seal_of
from pmqa.organization.models import Person


@transaction.atomic
def take_snapshot(
    *, assessment: Assessment, by: Person, at: datetime.datetime, rank: str, name: str, position: str
) -> Snapshot:
    """Stores `assessment` as it stands now, certified by who has this rank, name and position.

    Call in the transaction in which the assessment is submitted. The units that submit at this moment wait for each
    other from here to the end of their transactions: the chain has one end. Raises ValidationError naming the files
    whose bytes are not there, or are not what was uploaded.
    """
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("unit", "round")
    held = locked.get(pk=assessment.pk)
    files = list(measured_files(held.pk))
    refuse_damaged(files)
    content = canonical(told_of(held, files))
    chain = _end_of_chain()
    snapshot = Snapshot(
        assessment=held,
        number=held.snapshots.count() + 1,
        link=chain.length + 1,
        content=packed(content),
        previous=chain.sha256,
        at=at,
        by=by,
        rank=rank,
        name=name,
        position=position,
    )
    snapshot.sha256 = seal_of(snapshot, content)
    snapshot.save()
    Chain.objects.filter(pk=chain.pk).update(length=snapshot.link, sha256=snapshot.sha256)
    return snapshot


def refuse_damaged(files: Iterable[Measured]) -> None:
    """ValidationError naming the files whose bytes are missing or are not what was uploaded."""
    damaged = [str(each.row.number) for each in files if not each.is_as_uploaded]
    if damaged:
        message = _("These evidence files are missing or damaged. Upload them again: %(numbers)s.")
        raise ValidationError(message, params={"numbers": ", ".join(damaged)})


def _end_of_chain() -> Chain:
    Chain.objects.get_or_create(pk=1)
    return Chain.objects.select_for_update().get(pk=1)
