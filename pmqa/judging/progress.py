"""How far assessors are: numbers of items only, never what was judged. The leader and headquarters see no more before
the consensus."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from pmqa.cycle.models import Assessment, Assignment
from pmqa.judging.models import Sheet
from pmqa.judging.scope import submissions_of
from pmqa.judging.sheets import all_items


@dataclass(frozen=True)
class Progress:
    """Of `asked` items an assessor judged `judged`."""

    assignment: Assignment
    judged: int
    asked: int
    is_submitted: bool


def progress_of(assessments: Sequence[Assessment]) -> dict[int, list[Progress]]:
    """How far each assessor is, the leader first, by the id of the assessment; those with a conflict are left out.

    The assessments come with their rounds. Three queries, however many there are.
    """
    found: dict[int, list[Progress]] = {assessment.pk: [] for assessment in assessments}
    by_id, counts = {assessment.pk: assessment for assessment in assessments}, _counts(assessments)
    assignments = Assignment.objects.filter(assessment__in=by_id, conflict="").select_related("assessor")
    for each in assignments.order_by("-is_leader", "pk"):
        judged, is_submitted = counts.get((each.assessment_id, each.assessor_id), (0, False))
        asked = len(all_items(by_id[each.assessment_id].round.profile))
        found[each.assessment_id].append(Progress(each, judged, asked, is_submitted))
    return found


def _counts(assessments: Sequence[Assessment]) -> dict[tuple[int, int], tuple[int, bool]]:
    """Of each assessor's sheet of the submission that stands: how many items are judged, whether it is submitted."""
    said = ~Q(judgements__verdict="") | Q(judgements__percent__isnull=False)
    rows = Sheet.objects.filter(assessment__in=assessments, kind=Sheet.Kind.ASSESSOR)
    judged = rows.annotate(judged=Count("judgements", filter=said))
    current = submissions_of(assessments)
    return {
        (assessment, assessor): (count, submitted_at is not None)
        for assessment, assessor, submission, count, submitted_at in judged.values_list(
            "assessment", "assessor", "submission", "judged", "submitted_at"
        )
        if assessor is not None and submission == current[assessment]
    }
