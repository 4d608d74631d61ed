"""CS6: satisfaction and dissatisfaction of every group."""

from django.utils.translation import gettext_lazy as _

from pmqa.evidence.criterion import Criterion, ImprovementSource, no_facts
from satisfaction.guidelines import GUIDELINES

CS6 = Criterion(
    code="CS6",
    title=_("Satisfaction and dissatisfaction of every group"),
    law=_("Royal decree on good governance, sections 30, 31 and 38 to 41"),
    steps=(
        _("Name who is responsible"),
        _("Design the questionnaire in a working group"),
        _("Survey every group"),
        _("Analyse the answers"),
        _("Use the results"),
    ),
    tables=(),
    guidelines=GUIDELINES,
    facts_of=no_facts,
    improvement_sources=(ImprovementSource("SURVEY", (), ("CS6-LI1",)),),
)
