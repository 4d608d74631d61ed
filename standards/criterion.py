"""CS7: service standards."""

from django.utils.translation import gettext_lazy as _

from pmqa.evidence.criterion import Criterion, no_facts
from standards.guidelines import GUIDELINES

CS7 = Criterion(
    code="CS7",
    title=_("Service standards"),
    law=_("Royal decree on good governance, sections 38, 41 and 42"),
    steps=(
        _("Set the standard and the completion time of each service"),
        _("Make the contact manual or chart"),
        _("Tell the groups"),
        _("Make the staff manual and develop the staff"),
        _("Follow up the use of the manuals"),
    ),
    tables=(),
    guidelines=GUIDELINES,
    facts_of=no_facts,
)
