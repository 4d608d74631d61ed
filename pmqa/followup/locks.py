"""The database itself refuses to change what the head of a unit put the name to."""

from pmqa.followup.erasing import FILE_GONE
from pmqa.followup.models import Approval, Confirmation, PlanAction, Report, ReportFile
from pmqa.freezing.guarding import was_erased
from pmqa.guards import Guard, append_only

SAYS = "this follow-up is confirmed"
STAYS = "the word of the head stays as it is"


def guards() -> list[Guard]:
    """The guards of plans and follow-ups."""
    actions, reports, files = (model._meta.db_table for model in (PlanAction, Report, ReportFile))
    of_action = "(SELECT a.assessment_id FROM followup_planaction a WHERE a.id = {row}.action_id)"
    place = f"(SELECT r.%s FROM {reports} r WHERE r.id = {{row}}.report_id)"  # noqa: S608
    of_file = f"(SELECT a.assessment_id FROM {actions} a WHERE a.id = {place % 'action_id'})"  # noqa: S608
    return [
        append_only(Approval, STAYS),
        append_only(Confirmation, STAYS),
        Guard(reports, "confirmed", SAYS, _confirmed(of_action, "{row}.month")),
        # The law goes first: a file that shows a person who wants it gone goes from a confirmed follow-up too.
        Guard(files, "confirmed", SAYS, _confirmed(of_file, place % "month"), unless_update=_erased()),
        # The action may change; but its place, by which a confirmed report belongs to its unit, may not.
        Guard(
            actions,
            "place",
            SAYS,
            _confirmed("{row}.assessment_id"),
            writes=("UPDATE", "DELETE"),
            unless_update="NEW.id = OLD.id AND NEW.assessment_id = OLD.assessment_id",
        ),
    ]


def _erased() -> str:
    """SQL: whether it was written down that the file is erased, and nothing else is changed."""
    kept = (f'NEW."{name}" = OLD."{name}"' for name in ("id", "report_id", "classification", "by_id", "at"))
    gone = (f"NEW.{name} = '{value}'" for name, value in FILE_GONE.items())
    return " AND ".join((was_erased(ReportFile, "OLD.id"), *kept, *gone))


def _confirmed(assessment: str, month: str = "") -> str:
    """SQL: whether a follow-up of the assessment is confirmed, that after `month` months where it is given."""
    which = f"c.assessment_id = {assessment}" + (f" AND c.month = {month}" if month else "")
    return f"EXISTS (SELECT 1 FROM {Confirmation._meta.db_table} c WHERE {which})"  # noqa: S608
