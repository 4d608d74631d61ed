"""What should be possible, told a second time and independently: plain Python, no database, nothing of the product.

A case in a few dictionaries, with one question a step: may this person do this now, and what is then so? The machine
(test_machine.py) asks both this and the product, and compares.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

WORTH = {"SEEN": 2, "PARTLY": 1, "NOT_SEEN": 0}
ITEMS = ("CS1-A1", "CS2-A1")
# The unit has evidence for the first of the two items, and none for the other.
SHOWN = {"CS1-A1"}

WRITERS = {"staff", "head", "insider", "chief"}
HEADS = {"head", "chief"}
OF_UNIT = WRITERS
LEADS = {"centre", "chief"}
ASSESSORS = {"leader", "one", "two", "insider"}
EVERYBODY = ("staff", "head", "stranger", "leader", "one", "two", "insider", "centre", "chief", "admin")


def median(said: list[str]) -> str:
    """Of several verdicts the one in the middle, of two in the middle the lower."""
    order = sorted((verdict for verdict in said if verdict in WORTH), key=WORTH.__getitem__)
    if said.count("NOT_APPLICABLE") > len(order):
        return "NOT_APPLICABLE"
    return order[(len(order) - 1) // 2] if order else ""


@dataclass
class Paper:
    """A sheet: a verdict an item, the criteria with a written strength, and whether it was handed in."""

    said: dict[str, str] = field(default_factory=dict)
    strengths: set[str] = field(default_factory=set)
    is_in: bool = False

    def is_complete(self) -> bool:
        """Nothing above 0 without evidence and words."""
        good = {item for item, verdict in self.said.items() if WORTH.get(verdict)}
        return good <= SHOWN and {item.partition("-")[0] for item in good} <= self.strengths


@dataclass
class Assigned:
    """Whether an assessor leads, and what was declared: None (nothing yet), False (no conflict) or True (one)."""

    leads: bool = False
    conflict: bool | None = None


@dataclass
class Case:
    """The assessment of one unit, as it should be."""

    state: str = "DRAFT"
    submission: int = 1
    text: str = ""
    closes_late: bool = True
    is_extended: bool = False
    is_open: bool = True
    assigned: dict[str, Assigned] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    papers: dict[tuple[str, int], Paper] = field(default_factory=dict)
    consensus: dict[int, Paper] = field(default_factory=dict)
    medians: dict[str, str] = field(default_factory=dict)

    @property
    def has_time(self) -> bool:
        return self.closes_late or self.is_extended

    def may_edit(self, who: str) -> bool:
        return who in WRITERS and self.state == "DRAFT" and self.is_open and self.has_time

    def may_submit(self, who: str) -> bool:
        return who in HEADS and self.may_edit(who)

    def may_take_back(self, who: str, reason: str) -> bool:
        mine = who in LEADS or (who in HEADS and self.state == "SUBMITTED")
        return mine and self.state in ("SUBMITTED", "IN_REVIEW", "CONSENSUS") and bool(reason) and self.has_time

    def may_return(self, who: str, reason: str, gives_days: bool) -> bool:
        mine = who in LEADS or (who in HEADS and self.state == "SUBMITTED")
        if not mine or self.state not in ("SUBMITTED", "IN_REVIEW", "CONSENSUS") or not reason:
            return False
        if self.has_time:
            return True
        return gives_days and who in LEADS

    def may_begin_review(self, who: str) -> bool:
        return who in LEADS and self.state == "SUBMITTED"

    def may_assign(self, who: str, assessor: str) -> bool:
        is_blind = self.state not in ("CONSENSUS", "PUBLISHED")
        return who in LEADS and is_blind and assessor in ASSESSORS - OF_UNIT

    def may_unassign(self, who: str, assessor: str) -> bool:
        return who in LEADS and self.state not in ("CONSENSUS", "PUBLISHED") and assessor not in self.counted()

    def may_declare(self, who: str, about: str) -> bool:
        return who == about and self.assigned[about].conflict is None

    def is_free(self, who: str) -> bool:
        """Whether `who` assesses: assigned, declared, without a conflict."""
        return who in self.assigned and self.assigned[who].conflict is False

    def counted(self) -> set[str]:
        """Those who have handed in what they think of the submission that stands."""
        return {
            who
            for (who, submission), paper in self.papers.items()
            if submission == self.submission and paper.is_in and self.is_free(who)
        }

    def may_judge(self, who: str, of: str) -> bool:
        paper = self.papers.get((of, self.submission), Paper())
        return who == of and self.state == "IN_REVIEW" and self.is_free(who) and not paper.is_in

    def may_hand_in(self, who: str, of: str) -> bool:
        return self.may_judge(who, of) and self.papers.get((of, self.submission), Paper()).is_complete()

    def may_begin_consensus(self, who: str, reason: str) -> bool:
        waiting = {name for name, held in self.assigned.items() if not held.conflict} - self.counted()
        if self.state != "IN_REVIEW" or not self.counted():
            return False
        if who in LEADS:
            return not waiting or bool(reason)
        return self.is_free(who) and self.assigned[who].leads and not waiting

    def begin_consensus(self) -> None:
        said = [self.papers[who, self.submission] for who in sorted(self.counted())]
        self.state = "CONSENSUS"
        self.medians = {item: median([paper.said.get(item, "") for paper in said]) for item in ITEMS}
        strengths = {criterion for paper in said for criterion in paper.strengths}
        self.consensus[self.submission] = Paper(dict(self.medians), strengths)

    def may_write_consensus(self, who: str) -> bool:
        if self.state != "CONSENSUS" or self.consensus[self.submission].is_in or who in OF_UNIT:
            return False
        return who in LEADS or (self.is_free(who) and self.assigned[who].leads)

    def may_settle(self, who: str, item: str, verdict: str, reason: str) -> bool:
        return self.may_write_consensus(who) and (bool(reason) or verdict == self.medians[item])

    def may_end_consensus(self, who: str) -> bool:
        return self.may_write_consensus(who) and self.consensus[self.submission].is_complete()

    def may_publish(self, who: str) -> bool:
        return who in LEADS and self.state == "CONSENSUS" and self.consensus[self.submission].is_in

    def may_step(self, who: str, to: str) -> bool:
        """Whether any named change leads `who` to the state `to` from here."""
        ways: Mapping[str, bool] = {
            "SUBMITTED": self.may_submit(who),
            "IN_REVIEW": self.may_begin_review(who),
            "CONSENSUS": self.may_begin_consensus(who, "reason"),
            "PUBLISHED": self.may_publish(who),
            "DRAFT": self.may_return(who, "reason", gives_days=True),
        }
        return ways[to]

    def sees_assessment(self, who: str) -> bool:
        return who in WRITERS or who in LEADS or who == "admin" or self.is_free(who)

    def seen_by(self, who: str) -> set[tuple[str, str, int]]:
        """The sheets whose verdicts `who` may know: their kind, whose they are, and of which submission."""
        return set(self._seen_by(who))

    def _seen_by(self, who: str) -> Iterator[tuple[str, str, int]]:
        if who in OF_UNIT:
            if self.own:
                yield "OWN", "", 0
            if self.state == "PUBLISHED":
                yield "CONSENSUS", "", self.submission
            return
        if who not in LEADS and not self.is_free(who):
            return
        if self.own:
            yield "OWN", "", 0
        is_over = self.state in ("CONSENSUS", "PUBLISHED")
        for (name, submission), paper in self.papers.items():
            opened = is_over or (submission in self.consensus and (who in LEADS or (who, submission) in self.papers))
            if name == who or (paper.is_in and opened):
                yield "ASSESSOR", name, submission
        for submission in self.consensus:
            if is_over or who in LEADS or (who, submission) in self.papers:
                yield "CONSENSUS", "", submission
