"""What CS3 counts so far: the services in the follow-up plan."""

from collections.abc import Mapping, Sequence

from complaints.models import FollowUpPlan
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import counts_by


def plans_by_service(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many rows of the follow-up plan each service has, by assessment and service id."""
    return counts_by(FollowUpPlan, "service", assessments)
