"""What was found, made ready to be read: each likeness with its first places, their words as they are now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.likeness.models import Likeness, Place
from pmqa.likeness.texts import table_at, words_at

# So many places of each likeness are shown.
SHOWN = 6


@dataclass(frozen=True)
class Shown:
    """One place: whose, where in it and the address of that, the words that stand there now."""

    place: Place
    where: str
    address: str
    words: str

    @property
    def assessment(self) -> Assessment:
        return self.place.assessment


def shown_places(found: Sequence[Likeness]) -> list[tuple[Likeness, list[Shown]]]:
    """Each of `found` with its first places; those whose row is gone since are left out. One query, and one a table."""
    places = Place.objects.filter(likeness__in=found, rank__lt=SHOWN)
    by_likeness: dict[int, list[Shown]] = defaultdict(list)
    for shown in shown_at(list(places.select_related("assessment__unit", "assessment__round"))):
        by_likeness[shown.place.likeness_id].append(shown)
    return [(each, by_likeness[each.pk]) for each in found]


def shown_at(places: Sequence[Place]) -> list[Shown]:
    words = words_at(places)
    return [Shown(each, *_where(each), words[each.pk]) for each in places if each.pk in words]


def _where(place: Place) -> tuple[str, str]:
    """What the place is called, and its address."""
    held, table = place.assessment, table_at(place)
    unit, year = held.unit.code, held.year
    if table is None:
        criterion = place.column.partition("-")[0].lower()
        address = reverse("criterion", args=[unit, year, criterion])
        return f"{_('Statement')} {place.column}", f"{address}#{place.column}"
    address = reverse(f"{table.key}-edit", args=[unit, year, place.row_id])
    if table.model is EvidenceFile:
        return str(table.title), address
    label = table.form.base_fields[place.column].label
    return f"{table.title} · {label}", address
