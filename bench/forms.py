"""A form drawn by crispy-forms against the same form drawn by Django alone."""

from collections.abc import Iterator

from bench.child import answer, in_child
from bench.measure import Measure, compare

ROUNDS = 9
# Drawn so often in a round that a tick of the clock does not count.
TIMES = 20
MOST = 1.5


def measure() -> Iterator[Measure]:
    """Milliseconds of processor time for one form of a customer profile, and the ratio to Django's own drawing."""
    found = in_child("bench.forms", "profile")
    yield Measure(
        "Crispy form of a row, to the same form plain",
        found["milliseconds"],
        "ms",
        found["ratio"],
        f"ratio at most {MOST:.2f}",
        found["ratio"] <= MOST,
    )


def _figures() -> dict[str, float]:
    from django.template import engines

    from bench.pages import unit_with
    from customers.criterion import PROFILES

    form = PROFILES.form(assessment=unit_with("bench", rows=10))
    crispy = engines["django"].from_string("{% load crispy_forms_filters %}{{ form|crispy }}")
    plain = engines["django"].from_string("{{ form.as_div }}")

    def drawn(template: object) -> None:
        for _time in range(TIMES):
            template.render({"form": form})  # type: ignore[attr-defined]

    result = compare(lambda: drawn(crispy), lambda: drawn(plain), rounds=ROUNDS)
    return {"milliseconds": result.ours / TIMES * 1000, "ratio": result.ratio}


if __name__ == "__main__":
    answer({"profile": _figures})
