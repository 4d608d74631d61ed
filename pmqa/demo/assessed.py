"""What units of the demonstration said of themselves, what assessors said, each a little differently, and what they
agreed on."""

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from pmqa.cycle.models import Assessment, Assignment
from pmqa.discussion.actions import write
from pmqa.evidence.guidelines import Status
from pmqa.judging.actions import judge, open_sheet, save_remark, submit_sheet
from pmqa.judging.consensus import begin_consensus, publish, settle, submit_consensus
from pmqa.judging.models import Remark, Sheet
from pmqa.judging.sheets import medians_of
from pmqa.organization.models import Person
from pmqa.scoring.engine import findings_of
from pmqa.scoring.profiles import NOT_SEEN, PARTLY, SEEN, Mark

VERDICTS = {Status.MET: SEEN, Status.PARTLY: PARTLY, Status.MISSING: NOT_SEEN}
# The points at which the second assessor saw less than the first: how far they were apart is then seen.
STRICTER = {"CS1-A2": PARTLY, "CS2-A3": NOT_SEEN, "CS5-A1": PARTLY}
WORDS = {
    "STRENGTH": "แสดงข้อมูลของ {code} ครบตามที่ถาม มีหลักฐานให้ตรวจได้ จึงใช้วางแผนปีต่อไปได้",
    "OFI": "ข้อ {code} ยังแสดงไม่ครบ ควรเพิ่มข้อมูลและหลักฐานก่อนรอบการประเมินถัดไป",
}


def judge_own(assessment: Assessment, *, by: Person, at: datetime.datetime) -> None:
    """The unit judges itself as the checks do, but that it takes what is partly there for enough in CS1 and CS4."""
    sheet = open_sheet(assessment=assessment, kind=Sheet.Kind.OWN, by=by)
    for point in findings_of([assessment])[assessment.pk]:
        found = VERDICTS[point.finding.status]
        kind = SEEN if found == PARTLY and point.criterion.code in ("CS1", "CS4") else found
        judge(sheet=sheet, item=point.guideline.code, mark=Mark(kind), words="", seen=0, by=by, at=at)


def judge_alone(assessment: Assessment, *, at: datetime.datetime) -> None:
    """Has each assessor judge every point by what the checks found, remark on every criterion, and submit."""
    for number, assignment in enumerate(Assignment.objects.filter(assessment=assessment).order_by("pk")):
        judge_as(assignment.assessor, assessment, STRICTER if number else {}, at=at)


def judge_as(
    by: Person,
    assessment: Assessment,
    otherwise: Mapping[str, str],
    *,
    at: datetime.datetime,
    notes: Mapping[str, str] = MappingProxyType({}),
    only: tuple[str, ...] = (),
) -> None:
    """Has `by` judge every point by what the checks found, but those in `otherwise`, with these `notes`; then submit.

    One who judges `only` some criteria does not submit.
    """
    sheet = open_sheet(assessment=assessment, kind=Sheet.Kind.ASSESSOR, by=by)
    remarked = set()
    for point in findings_of([assessment])[assessment.pk]:
        code, found = point.guideline.code, VERDICTS[point.finding.status]
        if only and point.criterion.code not in only:
            continue
        verdict = otherwise.get(code, found) if found != NOT_SEEN else found
        judge(sheet=sheet, item=code, mark=Mark(verdict), words=notes.get(code, ""), seen=0, by=by, at=at)
        kind = "STRENGTH" if verdict == SEEN else "OFI"
        if (point.criterion.code, kind) not in remarked:
            remarked.add((point.criterion.code, kind))
            remark = Remark(criterion=point.criterion.code, point=code, kind=kind, text=WORDS[kind].format(code=code))
            save_remark(sheet=sheet, remark=remark, evidence=[], seen=0, by=by)
    if not only:
        submit_sheet(sheet=sheet, by=by, at=at)


def discuss(assessment: Assessment, *, head: Person, at: datetime.datetime) -> None:
    """A question of the first assessor about one point, the unit's answer, and the word that it is settled."""
    assignment = Assignment.objects.filter(assessment=assessment).order_by("pk").first()
    if assignment is None:
        return
    assessor, point = assignment.assessor, "CS1-A2"
    question = "ตารางวิเคราะห์ยังไม่มีภารกิจอื่นที่ได้รับมอบหมาย หน่วยมีภารกิจกลุ่มนี้หรือไม่ ดูได้ที่ใด"
    answer = "มี 1 ภารกิจ อยู่ในคำสั่งมอบหมายงานประจำปี ขอให้ดูต้นฉบับได้ที่หน่วยในวันที่มาเยี่ยม"
    said = ((assessor, question, False, 0), (head, answer, False, 1), (assessor, "", True, 2))
    for by, text, settles, days in said:
        when = at + datetime.timedelta(days=days)
        write(assessment=assessment, point=point, text=text, settles=settles, by=by, at=when)


def settle_and_publish(assessment: Assessment, *, by: Person, start: datetime.datetime, end: datetime.datetime) -> None:
    """The consensus at the median, but for one point that was seen at the visit; then published."""
    sheet = begin_consensus(assessment=assessment, by=by, at=start)
    if medians_of(sheet)["CS1-A2"] == Mark(PARTLY):
        reason = "เห็นตารางที่ครบทุกภารกิจเมื่อไปเยี่ยมหน่วย"
        settle(sheet=sheet, item="CS1-A2", mark=Mark(SEEN), reason=reason, seen=1, by=by, at=start)
    submit_consensus(sheet=sheet, by=by, at=end)
    publish(assessment=assessment, by=by, at=end)
