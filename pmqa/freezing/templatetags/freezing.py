"""{{ snapshot|short_hash }}: a snapshot's hash as pages and paper show it."""

from django import template

from pmqa.freezing.models import Snapshot
from pmqa.freezing.seals import short

register = template.Library()


@register.filter
def short_hash(snapshot: Snapshot | None) -> str:
    """The first twelve characters of the hash; nothing where there is no snapshot."""
    return short(snapshot.sha256) if snapshot else ""
