"""What is asked in CS3. The tables of these points are not in this version: none of them is ever met."""

from django.utils.translation import gettext_lazy as _

from pmqa.evidence.guidelines import Guideline, not_yet_built

GUIDELINES = (
    Guideline("CS3-A1", _("The system for feedback and its clear owners"), not_yet_built, ("A",)),
    Guideline("CS3-A2", _("Owners by process and follow-up frequency"), not_yet_built, ("A",)),
    Guideline("CS3-D1", _("An example of reviewing the system"), not_yet_built, ("D",)),
    Guideline("CS3-L1", _("How review is made sure of"), not_yet_built, ("L",)),
    Guideline("CS3-L2", _("Results summed up and shared in the unit"), not_yet_built, ("L",)),
    Guideline("CS3-I1", _("One complaint or suggestion that changed practice"), not_yet_built, ("I",)),
)
