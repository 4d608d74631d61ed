"""The search in the background: every night for the rounds that are open, and when headquarters asks."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from pmqa.cycle.models import Round
from pmqa.likeness.finding import Found, like_files, like_texts
from pmqa.likeness.models import Likeness, Place, Search
from pmqa.storage.turns import turn

# A search of 8,000 units takes minutes: longer than other work of the cluster may.
LONGEST = 1800


def ask_to_search(held: Round) -> None:
    """Has the round searched as soon as a worker is free."""
    async_task(search, held.pk, q_options={"timeout": LONGEST})


def search_open_rounds() -> int:
    """The nightly task: asks for a search of every open round; how many."""
    held = list(Round.objects.filter(is_open=True))
    for each in held:
        ask_to_search(each)
    return len(held)


def search(round_id: int) -> int:
    """Searches a round and puts what it finds in the place of what was found before; how many likenesses. Of two at
    once the second has nothing to do."""
    with turn(f"likeness {round_id}") as is_ours:
        if not is_ours:
            return 0
        held, at = Round.objects.get(pk=round_id), timezone.now()
        texts, like = like_texts(held)
        files, same = like_files(held)
        with transaction.atomic():
            Likeness.objects.filter(round=held).delete()
            _store(held, Likeness.Kind.TEXT, like)
            _store(held, Likeness.Kind.FILE, same)
            Search.objects.update_or_create(round=held, defaults={"at": at, "texts": texts, "files": files})
        return len(like) + len(same)


def _store(held: Round, kind: str, found: Sequence[Found]) -> None:
    made = Likeness.objects.bulk_create(
        [Likeness(round=held, kind=kind, units=each.units, length=each.length) for each in found], batch_size=1000
    )
    Place.objects.bulk_create(
        (
            Place(
                likeness=likeness,
                assessment_id=spot.assessment,
                table=spot.label,
                row_id=spot.row,
                column=spot.column,
                rank=rank,
                share=spot.share,
            )
            for likeness, each in zip(made, found, strict=True)
            for rank, spot in enumerate(each.spots)
        ),
        batch_size=1000,
    )
