"""What is asked in CS4 and CS5. The tables of these points are not in this version: none of them is ever met."""

from django.utils.translation import gettext_lazy as _

from pmqa.evidence.guidelines import Guideline, not_yet_built

CS4_GUIDELINES = (
    Guideline("CS4-A1", _("C/S groups that are networks"), not_yet_built, ("A",)),
    Guideline("CS4-A2", _("Two channels of contact with each network"), not_yet_built, ("A",)),
    Guideline("CS4-DLI1", _("Evidence of activities, with pictures"), not_yet_built, ("D", "L", "I")),
    Guideline("CS4-DLI2", _("How relations got better"), not_yet_built, ("D", "L", "I")),
)

CS5_GUIDELINES = (
    Guideline("CS5-A1", _("A way of promoting participation, at least level 1"), not_yet_built, ("A",)),
    Guideline("CS5-A2", _("Stakeholder groups as in Category P"), not_yet_built, ("A",)),
    Guideline("CS5-A3", _("A way in for the public"), not_yet_built, ("A",)),
    Guideline("CS5-D1", _("Three information channels that reach people"), not_yet_built, ("D",)),
    Guideline("CS5-D2", _("Year-end summary to the unit head"), not_yet_built, ("D",)),
    Guideline("CS5-D3", _("An example project or activity"), not_yet_built, ("D",)),
    Guideline("CS5-L1", _("Results reported or published"), not_yet_built, ("L",)),
)
