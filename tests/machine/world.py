"""The product's side of the machine: people and an assessment, and each step as the product takes it."""

import datetime
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from customers.models import ClassificationCriterion
from pmqa.audit.models import AuditEntry
from pmqa.criteria import table_of
from pmqa.cycle import rounds
from pmqa.cycle.actions import StepRefused, change_state
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.evidence.actions import Closed, save_row
from pmqa.headquarters.actions import take_assignment_back
from pmqa.judging import consensus
from pmqa.judging.actions import Incomplete, SheetClosed, judge, open_sheet, save_remark, submit_sheet
from pmqa.judging.models import Judgement, JudgementChange, Remark, Sheet
from pmqa.judging.scope import sheets_for
from pmqa.organization.models import Person, Role, Unit
from pmqa.scoring.profiles import Mark
from pmqa.submission.actions import certify_and_submit, take_back

Kind = Sheet.Kind
REFUSALS = (Closed, StepRefused, SheetClosed, Incomplete, ValidationError, rounds.Refused)
ROLES = {
    "staff": [("STAFF", "alpha")],
    "head": [("HEAD", "alpha")],
    "stranger": [("HEAD", "beta")],
    "leader": [("ASSESSOR", "")],
    "one": [("ASSESSOR", "beta")],
    "two": [("ASSESSOR", "")],
    "insider": [("ASSESSOR", ""), ("STAFF", "alpha")],
    "centre": [("HEADQUARTERS", "")],
    "chief": [("HEADQUARTERS", ""), ("HEAD", "alpha")],
    "admin": [("ADMINISTRATOR", "")],
}
EARLY, LATE = datetime.date(2025, 12, 1), datetime.date(2199, 9, 30)
WORDS = {"rank": "น.อ.", "name": "ทดสอบ ระบบ", "position": "ผบ.หน่วย"}


class World:
    """Everything that the steps touch, in the database."""

    def __init__(self) -> None:
        units = {code: Unit.objects.create(code=code, name=f"หน่วย {code}") for code in ("alpha", "beta")}
        self.people = {name: Person.objects.create(username=name) for name in ROLES}
        for name, roles in ROLES.items():
            for kind, unit in roles:
                Role.objects.create(person=self.people[name], kind=kind, unit=units.get(unit))
        self.round = Round.objects.create(year=2569, opens_on=datetime.date(2025, 10, 1), closes_on=LATE)
        self.key = Assessment.objects.create(unit=units["alpha"], round=self.round).pk
        self.row = ClassificationCriterion.objects.create(assessment_id=self.key, criterion="ภารกิจ").pk

    @property
    def assessment(self) -> Assessment:
        return Assessment.objects.select_related("unit", "round").get(pk=self.key)

    def tried(self, step: Callable[[], Any]) -> bool:
        """Whether `step` is taken; False where it is refused with a word, and then it has left nothing."""
        try:
            with transaction.atomic():
                step()
        except REFUSALS:
            return False
        return True

    def edit(self, who: str, text: str) -> bool:
        table, assessment = table_of("cs1-criteria"), self.assessment
        row = ClassificationCriterion.objects.get(pk=self.row)
        form = table.form({"criterion": "ภารกิจ", "reason": text}, assessment=assessment, instance=row)
        assert form.is_valid(), form.errors
        seen, by = row.version, self.people[who]
        return self.tried(lambda: save_row(table=table, form=form, seen=seen, by=by, at=timezone.now()))

    def submit(self, who: str) -> bool:
        by = self.people[who]
        return self.tried(lambda: certify_and_submit(assessment=self.assessment, by=by, at=timezone.now(), **WORDS))

    def take_back(self, who: str, reason: str) -> bool:
        given: dict[str, Any] = {
            "reason": reason,
            "by": self.people[who],
            "at": timezone.now(),
            "today": timezone.localdate(),
        }
        return self.tried(lambda: take_back(assessment=self.assessment, **given))

    def give_back(self, who: str, reason: str, gives_days: bool) -> bool:
        given: dict[str, Any] = {
            "reason": reason,
            "by": self.people[who],
            "at": timezone.now(),
            "today": timezone.localdate(),
        }
        until = LATE + datetime.timedelta(days=1) if gives_days else None
        return self.tried(lambda: rounds.return_to_draft(assessment=self.assessment, until=until, **given))

    def step(self, who: str, to: str) -> bool:
        given: dict[str, Any] = {"to": to, "by": self.people[who], "at": timezone.now(), "reason": "reason"}
        return self.tried(lambda: change_state(assessment=self.assessment, **given))

    def move_end(self, late: bool) -> bool:
        dates = {"closes_on": LATE if late else EARLY}
        given: dict[str, Any] = {"dates": dates, "by": self.people["centre"], "at": timezone.now()}
        return self.tried(lambda: rounds.move_dates(round_=self.round, **given))

    def switch(self, who: str, is_open: bool) -> bool:
        given: dict[str, Any] = {"is_open": is_open, "by": self.people[who], "at": timezone.now()}
        return self.tried(lambda: rounds.set_open(round_=self.round, **given))

    def assign(self, who: str, assessor: str, leads: bool) -> bool:
        given: dict[str, Any] = {
            "assessor": self.people[assessor],
            "is_leader": leads,
            "by": self.people[who],
            "at": timezone.now(),
        }
        return self.tried(lambda: rounds.assign(assessment=self.assessment, **given))

    def assignment(self, assessor: str) -> Assignment:
        return Assignment.objects.get(assessment=self.key, assessor=self.people[assessor])

    def unassign(self, who: str, assessor: str) -> bool:
        given: dict[str, Any] = {"by": self.people[who], "at": timezone.now()}
        return self.tried(lambda: take_assignment_back(assignment=self.assignment(assessor), **given))

    def declare(self, who: str, about: str, conflict: bool) -> bool:
        given: dict[str, Any] = {"conflict": "พี่น้อง" if conflict else "", "by": self.people[who], "at": timezone.now()}
        return self.tried(lambda: rounds.declare(assignment=self.assignment(about), **given))

    def sheet(self, of: str, who: str) -> Sheet | None:
        """The newest sheet of `of`: opened where it is one's own, and only looked for where it is another's."""
        if of == who:
            return open_sheet(assessment=self.assessment, kind=Kind.ASSESSOR, by=self.people[who])
        return Sheet.objects.filter(assessor=self.people[of]).order_by("submission").last()

    def judge(self, who: str, of: str, item: str, verdict: str) -> bool:
        return self.tried(lambda: self._judge(self._sheet(of, who), who, item, verdict))

    def _sheet(self, of: str, who: str) -> Sheet:
        sheet = self.sheet(of, who)
        if sheet is None:
            raise SheetClosed("There is none.")
        return sheet

    def _judge(self, sheet: Sheet, who: str, item: str, verdict: str, words: str = "") -> None:
        held = sheet.judgements.filter(item=item).first()
        given: dict[str, Any] = {
            "item": item,
            "mark": Mark(verdict),
            "seen": held.version if held else 0,
            "at": timezone.now(),
        }
        judge(sheet=sheet, words=words, by=self.people[who], **given)

    def judge_own(self, who: str, item: str, verdict: str) -> bool:
        def step() -> None:
            sheet = open_sheet(assessment=self.assessment, kind=Kind.OWN, by=self.people[who])
            self._judge(sheet, who, item, verdict)

        return self.tried(step)

    def praise(self, who: str, of: str, criterion: str) -> bool:
        def step() -> None:
            remark = Remark(criterion=criterion, kind="STRENGTH", text=f"ดี {of}")
            save_remark(sheet=self._sheet(of, who), remark=remark, evidence=[], seen=0, by=self.people[who])

        return self.tried(step)

    def hand_in(self, who: str, of: str) -> bool:
        given: dict[str, Any] = {"by": self.people[who], "at": timezone.now()}
        return self.tried(lambda: submit_sheet(sheet=self._sheet(of, who), **given))

    def begin_consensus(self, who: str, reason: str) -> bool:
        given: dict[str, Any] = {"by": self.people[who], "at": timezone.now(), "reason": reason}
        return self.tried(lambda: consensus.begin_consensus(assessment=self.assessment, **given))

    def _consensus(self) -> Sheet:
        sheet = Sheet.objects.filter(kind=Kind.CONSENSUS).order_by("submission").last()
        if sheet is None:
            raise SheetClosed("There is none.")
        return sheet

    def settle(self, who: str, item: str, verdict: str, reason: str) -> bool:
        def step() -> None:
            sheet = self._consensus()
            seen = sheet.judgements.get(item=item).version
            given: dict[str, Any] = {
                "item": item,
                "mark": Mark(verdict),
                "reason": reason,
                "seen": seen,
                "at": timezone.now(),
            }
            consensus.settle(sheet=sheet, by=self.people[who], **given)

        return self.tried(step)

    def end_consensus(self, who: str) -> bool:
        given: dict[str, Any] = {"by": self.people[who], "at": timezone.now()}
        return self.tried(lambda: consensus.submit_consensus(sheet=self._consensus(), **given))

    def publish(self, who: str) -> bool:
        given: dict[str, Any] = {"by": self.people[who], "at": timezone.now()}
        return self.tried(lambda: consensus.publish(assessment=self.assessment, **given))

    def seen_by(self, who: str) -> dict[tuple[str, str, int], dict[str, str]]:
        """The verdicts that the product shows to `who`, by sheet; sheets without a verdict too."""
        person = Person.objects.get(pk=self.people[who].pk)
        sheets = sheets_for(person, self.assessment).select_related("assessor").prefetch_related("judgements")
        return {
            (sheet.kind, sheet.assessor.username if sheet.assessor else "", sheet.submission): {
                each.item: each.verdict for each in sheet.judgements.all() if each.verdict
            }
            for sheet in sheets
        }

    def sees_assessment(self, who: str) -> bool:
        person = Person.objects.get(pk=self.people[who].pk)
        return Assessment.objects.for_user(person).filter(pk=self.key).exists()

    def text(self) -> str:
        return ClassificationCriterion.objects.get(pk=self.row).reason

    def tamper(self, what: str) -> bool:
        """Whether the database itself lets a frozen thing be changed past the product."""
        locked = Sheet.objects.filter(submitted_at__isnull=False)
        changes: dict[str, Callable[[], int]] = {
            "row": lambda: ClassificationCriterion.objects.update(reason="แก้ข้างหลัง"),
            "judgement": lambda: Judgement.objects.filter(sheet__in=locked).update(verdict="SEEN", words="แก้ข้างหลัง"),
            "remark": lambda: Remark.objects.filter(sheet__in=locked).update(text="แก้ข้างหลัง"),
            "sheet": lambda: locked.update(submitted_at=None),
            "history": lambda: JudgementChange.objects.update(words="แก้ข้างหลัง"),
            "record": lambda: AuditEntry.objects.update(subject="แก้ข้างหลัง"),
        }
        try:
            with transaction.atomic():
                return bool(changes[what]())
        except DatabaseError:
            return False
