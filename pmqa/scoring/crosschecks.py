"""What only shows when criteria are held against each other: it is said, and stays."""

from django.utils.translation import gettext as _

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.facts import standing
from pmqa.evidence.flags import flags_of
from pmqa.evidence.guidelines import Reason
from pmqa.evidence.tables import EvidenceTable
from pmqa.profile.channels import Channel, ChannelField, channel_label

LISTENING = "cs2-channels"
# How a unit is heard is told by the table of listening channels; these tables use channels beside it.
USERS = ("CS3", "CS5", "CS6")
# A row of these tables is the use of a channel by itself, without a column that names it.
BY_ITSELF = {"cs6-surveys": Channel.SURVEY}


def oddities_of(criterion: Criterion, assessment: Assessment) -> list[Reason]:
    """What is odd in the tables of `criterion` but not wrong: dates outside the year, channels not listened to."""
    return [*flags_of(criterion.tables, assessment), *_unheard(criterion, assessment)]


def _unheard(criterion: Criterion, assessment: Assessment) -> list[Reason]:
    """The channels that the tables use although table CS2-1 does not have them. A query a table that names channels."""
    used = [table for table in criterion.tables if _columns(table) or table.key in BY_ITSELF]
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
        for table in used
        for channel in _channels(table, assessment)
        if channel not in heard
    ]


def _columns(table: EvidenceTable) -> tuple[str, ...]:
    return tuple(field.name for field in table.model._meta.fields if isinstance(field, ChannelField))


def _channels(table: EvidenceTable, assessment: Assessment) -> list[str]:
    """The channels that the rows of `table` use, each once for each column that names it."""
    rows = standing(table.model, [assessment])
    if table.key in BY_ITSELF:
        return [BY_ITSELF[table.key]] if rows.exists() else []
    return [
        channel
        for column in _columns(table)
        for channel in rows.exclude(**{column: ""}).order_by(column).values_list(column, flat=True).distinct()
    ]
