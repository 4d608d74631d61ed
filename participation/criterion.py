"""CS4: networks and relationship activities; CS5: public participation."""

from django.utils.translation import gettext_lazy as _

from participation.guidelines import CS4_GUIDELINES, CS5_GUIDELINES
from pmqa.evidence.criterion import Criterion, no_facts

CS4 = Criterion(
    code="CS4",
    title=_("Networks and relationship activities"),
    law=_("Royal decree on good governance, sections 8, 39 and 41"),
    steps=(
        _("Choose the network from the C/S groups only"),
        _("Agree the activities with a working group of theirs"),
        _("Announce date, time and place"),
        _("Evaluate and use it next time"),
    ),
    tables=(),
    guidelines=CS4_GUIDELINES,
    facts_of=no_facts,
)

CS5 = Criterion(
    code="CS5",
    title=_("Public participation"),
    law=_("Royal decree on good governance, sections 30, 31 and 38 to 41"),
    steps=(
        _("Choose a process or activity linked to strategy, mission and groups"),
        _("Set channels by which the public is informed"),
        _("Set up a working group from the C/S groups"),
        _("Hold activities and report progress"),
    ),
    tables=(),
    guidelines=CS5_GUIDELINES,
    facts_of=no_facts,
)
