"""What is asked in CS7. The tables of these points are not in this version: none of them is ever met."""

from django.utils.translation import gettext_lazy as _

from pmqa.evidence.guidelines import Guideline, not_yet_built

GUIDELINES = (
    Guideline("CS7-1", _("Standards or manuals are set"), not_yet_built),
    Guideline("CS7-2", _("Steps and completion time"), not_yet_built),
    Guideline("CS7-3", _("How the groups are told"), not_yet_built),
    Guideline("CS7-4", _("The manual is used in practice"), not_yet_built),
)
