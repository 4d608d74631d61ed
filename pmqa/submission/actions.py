"""A submission: certified by the head, fixed by a snapshot; taken back before the review begins."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pmqa.audit.record import Kind, record
from pmqa.carryover.actions import open_carried
from pmqa.criteria import table_of
from pmqa.cycle.actions import StepRefused, change_state
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import writing
from pmqa.freezing.actions import take_snapshot
from pmqa.freezing.models import Snapshot
from pmqa.organization.models import Person


@dataclass(frozen=True)
class Block:
    """What must be settled before an assessment can be submitted, and the table in which."""

    words: str
    table: str = ""


class NotReady(Exception):
    """The assessment cannot be submitted yet; `blocks` say why."""

    def __init__(self, blocks: list[Block]) -> None:
        super().__init__(blocks)
        self.blocks = blocks


def blocks_of(assessment: Assessment) -> list[Block]:
    """What must be settled first. One query."""
    words = _("%(table)s: %(count)s rows of last year wait for a word")
    return [
        Block(words % {"table": table_of(key).title, "count": count}, key)
        for key, count in open_carried(assessment).items()
    ]


def certify_and_submit(
    *, assessment: Assessment, rank: str, name: str, position: str, by: Person, at: datetime.datetime
) -> Snapshot:
    """Certifies the evidence as it stands under this rank, name and position, fixes it and submits it.

    All or nothing. Raises Closed when the unit may not write now (another submitted it, the last day has passed),
    NotReady, StepRefused for anybody but the head, and ValidationError naming evidence files that are damaged.
    """
    with writing(assessment, by) as held:
        if blocks := blocks_of(held):
            raise NotReady(blocks)
        # The state goes last: once it stands, the database takes no more rows.
        snapshot = take_snapshot(assessment=held, by=by, at=at, rank=rank, name=name, position=position)
        change_state(assessment=held, to=Assessment.State.SUBMITTED, by=by, at=at)
        detail: dict[str, Any] = {"submission": snapshot.number, "sha256": snapshot.sha256}
        detail |= {"rank": rank, "name": name, "position": position}
        record(kind=Kind.CERTIFICATION, by=by, at=at, unit=held.unit, year=held.year, detail=detail)
        return snapshot


def take_back(*, assessment: Assessment, reason: str, by: Person, at: datetime.datetime, today: datetime.date) -> None:
    """Takes a submission back to mend it, before the review begins.

    Raises StepRefused once it has begun, for anybody but the head, and when no day is left to submit it again.
    """
    with transaction.atomic():
        held = change_state(assessment=assessment, to=Assessment.State.DRAFT, by=by, at=at, reason=reason)
        if today > held.deadline:
            raise StepRefused(_("The last day has passed: what was submitted stands. Ask headquarters."))
