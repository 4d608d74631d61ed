"""What only shows when criteria are held against each other: it is said, and stays."""

from django.utils.translation import gettext as _

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.facts import standing
from pmqa.evidence.flags import flags_of
from pmqa.evidence.guidelines import Reason
from pmqa.evidence.tables import EvidenceTable
from pmqa.profile.channels import ChannelField, channel_label

LISTENING = "cs2-channels"
# How a unit is heard is told by the table of listening channels; these tables use channels beside it.
USERS = ("CS3", "CS5", "CS6")


def oddities_of(criterion: Criterion, assessment: Assessment) -> list[Reason]:
    """What is odd in the tables of `criterion` but not wrong: dates outside the year, channels not listened to."""
    return [*flags_of(criterion.tables, assessment), *_unheard(criterion, assessment)]


def _unheard(criterion: Criterion, assessment: Assessment) -> list[Reason]:
    """The channels that the tables use although table CS2-1 does not have them. A query a table that names channels."""
    used = [(table, column) for table in criterion.tables for column in _columns(table)]
    if criterion.code not in USERS or not used:
        return []
    heard = set(standing(table_of(LISTENING).model, [assessment]).values_list("channel", flat=True))
    return [
        Reason(
            _("The channel “%(channel)s” is used in “%(table)s”, but is not in table CS2-1.")
            % {"channel": channel_label(channel), "table": table.title},
            LISTENING,
            start=(("channel", channel_label(channel)),),
        )
        for table, column in used
        for channel in _channels(table, column, assessment)
        if channel not in heard
    ]


def _columns(table: EvidenceTable) -> tuple[str, ...]:
    return tuple(field.name for field in table.model._meta.fields if isinstance(field, ChannelField))


def _channels(table: EvidenceTable, column: str, assessment: Assessment) -> list[str]:
    rows = standing(table.model, [assessment]).exclude(**{column: ""})
    return list(rows.order_by(column).values_list(column, flat=True).distinct())
