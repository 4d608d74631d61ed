"""What still lacks before the head of a unit can put the name to its plan, or to a follow-up. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pmqa.followup.models import OfiAnswer, PlanAction
from pmqa.judging.models import Remark

Stance, State = OfiAnswer.Stance, PlanAction.State


class Kind(StrEnum):
    NO_ANSWER = "NO_ANSWER"
    NO_ACTION = "NO_ACTION"
    NOT_APPROVED = "NOT_APPROVED"
    NO_REPORT = "NO_REPORT"


@dataclass(frozen=True)
class Lack:
    """What lacks: of the OFI with this number, or of this action."""

    kind: Kind
    number: int = 0
    action: PlanAction | None = None


def lacks_of(ofis: Sequence[Remark], actions: Sequence[PlanAction]) -> list[Lack]:
    """What lacks in the plan: every OFI needs an answer, and one that the unit agrees with, wholly or partly, an action
    that is not dropped. The answers of `ofis` and the OFIs of `actions` are fetched already."""
    served = {ofi.pk for each in actions if each.state != State.DROPPED for ofi in each.ofis.all()}
    found = []
    for number, ofi in enumerate(ofis, start=1):
        answer: OfiAnswer | None = getattr(ofi, "unit_answer", None)
        if answer is None:
            found.append(Lack(Kind.NO_ANSWER, number))
        elif answer.stance != Stance.NOT_AGREED and ofi.pk not in served:
            found.append(Lack(Kind.NO_ACTION, number))
    return found


def lacks_of_report(actions: Sequence[PlanAction], reported: Collection[int], *, is_approved: bool) -> list[Lack]:
    """What lacks before a follow-up can be confirmed: an approved plan, and a report (`reported`, by the ids of
    actions) on every action that is not dropped."""
    found = [] if is_approved else [Lack(Kind.NOT_APPROVED)]
    missing = (each for each in actions if each.state != State.DROPPED and each.pk not in reported)
    return [*found, *(Lack(Kind.NO_REPORT, action=each) for each in missing)]
