"""The way from the page of a point to its thread, for pages of lower layers."""

from typing import Any

from django import template
from django.template import Context

from pmqa.cycle.models import Assessment
from pmqa.discussion.scope import side_of
from pmqa.discussion.threads import threads_of

register = template.Library()


@register.inclusion_tag("discussion/_link.html", takes_context=True)
def discussion_link(context: Context, assessment: Assessment, point: str) -> dict[str, Any]:
    """A link to the thread of `point` with how much was said; nothing where the round has no discussion, or the person
    no part in it, or nothing was said before the assessment was submitted. Its queries are asked once a page."""
    nothing = {"is_shown": False}
    if not assessment.round.has_threads:
        return nothing
    request = context["request"]
    known = getattr(request, "_discussion", None)
    if known is None:
        side = side_of(request.user, assessment)
        known = request._discussion = (side, threads_of(assessment) if side else {})
    side, threads = known
    thread = threads.get(point)
    if side is None or (thread is None and assessment.state not in ("SUBMITTED", "IN_REVIEW", "CONSENSUS")):
        return nothing
    return {"is_shown": True, "assessment": assessment, "point": point, "thread": thread}
