"""The database itself refuses to change what was said: a submitted sheet, and one whose time it is not."""

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.freezing.guarding import was_erased
from pmqa.guards import Guard, append_only
from pmqa.judging.models import Judgement, JudgementChange, Remark, Sheet

Kind, State = Sheet.Kind, Assessment.State
# The state of the assessment in which a sheet of each kind is written.
WRITTEN_IN: dict[str, str] = {Kind.OWN: State.DRAFT, Kind.ASSESSOR: State.IN_REVIEW, Kind.CONSENSUS: State.CONSENSUS}
SAYS = "this sheet is locked"
# Whether sheet t stands where a row would stand: one an assessor, or one of a kind, for each submission.
SAME = " AND ".join(
    (
        "t.kind = {row}.kind",
        "t.assessment_id = {row}.assessment_id",
        "t.submission = {row}.submission",
        "COALESCE(t.assessor_id, 0) = COALESCE({row}.assessor_id, 0)",
    )
)


def guards() -> list[Guard]:
    """The guards of all that belongs to sheets."""
    sheets, link = Sheet._meta.db_table, Remark.evidence.through._meta.db_table
    remark = "(SELECT r.sheet_id FROM judging_remark r WHERE r.id = {row}.remark_id)"
    return [
        # As the row is stored before the write: submitting is the one change that leads to what may not be changed.
        Guard(sheets, "locked", SAYS, _submitted("t.id = {row}.id"), writes=("UPDATE", "DELETE")),
        # A new sheet in the place of a submitted one of the same assessor.
        Guard(sheets, "instead", SAYS, _submitted(SAME), writes=("INSERT",)),
        Guard(Judgement._meta.db_table, "locked", SAYS, _locked("{row}.sheet_id")),
        Guard(Remark._meta.db_table, "locked", SAYS, _locked("{row}.sheet_id")),
        # The law goes first: a file that a person has erased goes from a locked sheet too.
        Guard(link, "locked", SAYS, _locked(remark), unless_delete=was_erased(EvidenceFile, "OLD.evidencefile_id")),
        append_only(JudgementChange, "what was said stays as it was said"),
    ]


def _submitted(which: str) -> str:
    """SQL: whether a sheet t of which `which` holds is stored and submitted."""
    return f"EXISTS (SELECT 1 FROM judging_sheet t WHERE {which} AND t.submitted_at IS NOT NULL)"  # noqa: S608


def _locked(sheet: str) -> str:
    """SQL: whether the sheet whose id is the expression `sheet` is submitted, or not to be written in this state."""
    times = " OR ".join(f"(s.kind = '{kind}' AND a.state = '{state}')" for kind, state in WRITTEN_IN.items())
    return (
        "EXISTS (SELECT 1 FROM judging_sheet s JOIN cycle_assessment a ON a.id = s.assessment_id "  # noqa: S608
        f"WHERE s.id = {sheet} AND (s.submitted_at IS NOT NULL OR NOT ({times})))"
    )
