"""What is asked in CS6. The tables of these points are not in this version: none of them is ever met."""

from django.utils.translation import gettext_lazy as _

from pmqa.evidence.guidelines import Guideline, not_yet_built

GUIDELINES = (
    Guideline("CS6-AD1", _("Questionnaires cover the groups by mission"), not_yet_built, ("A", "D")),
    Guideline("CS6-AD2", _("Criteria for designing the questionnaire"), not_yet_built, ("A", "D")),
    Guideline("CS6-AD3", _("How satisfaction and dissatisfaction are measured"), not_yet_built, ("A", "D")),
    Guideline("CS6-AD4", _("Results of both"), not_yet_built, ("A", "D")),
    Guideline("CS6-LI1", _("An example of using the results"), not_yet_built, ("L", "I")),
)
