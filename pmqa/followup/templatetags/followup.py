"""What pages of lower layers show of plans: a year that begins is offered what the plans of earlier years left open."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.followup.models import PlanAction
from pmqa.followup.published import published_for
from pmqa.followup.register import unfinished_before
from pmqa.organization.models import Person

register = template.Library()


@register.simple_tag
def unfinished_actions(assessment: Assessment, person: Person) -> list[PlanAction]:
    """The actions of earlier plans that `person` may bring into the register of `assessment`."""
    return unfinished_before(assessment, person)


@register.simple_tag
def follow_up_name(month: int) -> str:
    """What people call the follow-up after so many months."""
    return _("Follow-up after %(month)s months") % {"month": month}


@register.simple_tag
def has_plan(assessment: Assessment, person: Any) -> bool:
    """Whether there is a plan that `person` may read: of a published assessment. No query before the publication."""
    return published_for(assessment, person) is not None
