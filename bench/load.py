"""Very many people at once at the shipped server, on SQLite and on PostgreSQL: none lost, no error.

Honest answers from as many addresses, 200 a second for 20 seconds; an automat; one token sent a hundred times;
complaints.

Lost is what was thanked for and does not stand in the database once, or stands there without thanks, or had no answer.
"""

import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.asked import Place, environment_of, prepare, stored
from bench.crowd import Sending, Told, send_all
from bench.measure import Measure
from bench.shipped import served

A_SECOND, SECONDS = 200, 20
AUTOMATIC, AT_ONCE, COMPLAINTS = 1_000, 100, 200


@dataclass
class Crowd:
    """Those who send to the server at `port`; each method returns what they were told."""

    port: int
    place: Place
    used: int = 0
    signs: dict[str, tuple[str, str]] = field(default_factory=dict)

    def honest(self, count: int, a_second: float) -> list[Told]:
        """One answer from each of `count` addresses."""
        return self._answers("honest", [(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", n / a_second) for n in range(count)])

    def automatic(self, count: int) -> list[Told]:
        """Answers from one address, sixteen at a time, as fast as they are taken."""
        found: list[Told] = []
        while len(found) < count:
            found += self._answers("automatic", [("192.0.2.7", 0.0)] * min(16, count - len(found)))
        return found

    def with_one_token(self, count: int) -> list[Told]:
        """One token sent by `count` at once."""
        fields = [*self.place.token_fields, ["token", self.place.token]]
        who = [("192.0.2.8", 0.0)] * count
        return self._sent("token", self.place.token_path, fields, self.place.token_words, who)

    def complaining(self, count: int) -> list[Told]:
        """One complaint from each of `count` addresses, all at once."""
        fields = [["kind", "COMPLAINT"], ["text", "เรือออกไปแล้ว"], ["agreed", "on"]]
        who = [(f"172.16.{n >> 8}.{n & 255}", 0.0) for n in range(count)]
        return self._sent("complaint", self.place.feedback_path, fields, "subject", who)

    def _answers(self, name: str, who: Sequence[tuple[str, float]]) -> list[Told]:
        return self._sent(name, self.place.open_path, self.place.open_fields, self.place.open_words, who)

    def _sent(
        self, name: str, path: str, fields: Sequence[list[str]], words: str, who: Sequence[tuple[str, float]]
    ) -> list[Told]:
        """A form from each of `who`, pairs of an address and a time, with a stamp and words of its own."""
        sign, cookie = self.signs.get(path) or self._signs(path)
        sendings = []
        for address, at in who:
            text, stamp = f"{name}-{self.used:05}", self.place.stamps[self.used]
            self.used += 1
            own = [(words, text), ("stamp", stamp), ("csrfmiddlewaretoken", sign)]
            sendings.append(Sending(text, path, [*((key, value) for key, value in fields), *own], address, at, cookie))
        return send_all(self.port, sendings)

    def _signs(self, path: str) -> tuple[str, str]:
        """What a page at `path` gives a browser against forged forms: the field and the cookie."""
        [page] = send_all(self.port, [Sending("first", path, (), "192.0.2.9")])
        sign = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.page)
        cookie = re.search(r"(csrftoken=[^;\s]+)", page.headings)
        if not sign or not cookie:
            raise RuntimeError(f"{path} answered {page.status}: {page.headings}")
        self.signs[path] = (sign[1], cookie[1])
        return self.signs[path]


def is_thanked(told: Told) -> bool:
    return told.status == 200 and ("message-success" in told.page or "code-shown" in told.page)


def is_told_to_try_again(told: Told) -> bool:
    """Whether the page says when to come back, and holds what was typed."""
    return told.status in (429, 503) and "Retry-After" in told.headings and f'value="{told.name}"' in told.page


def measure() -> Iterator[Measure]:
    """Lines for SQLite, and for PostgreSQL where PMQA_DATABASE_URL names an empty database that may be filled."""
    yield from _measured("SQLite", "")
    database = os.environ.get("PMQA_DATABASE_URL", "")
    if database:
        yield from _measured("PostgreSQL", database)


def _measured(kind: str, database: str) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_of(folder, database)
        place = prepare(environment, A_SECOND * SECONDS + AUTOMATIC + AT_ONCE + COMPLAINTS)
        ways: dict[str, Callable[[Crowd], list[Told]]] = {
            f"{A_SECOND} answers a second for {SECONDS} s": lambda crowd: crowd.honest(A_SECOND * SECONDS, A_SECOND),
            f"{AUTOMATIC:,} answers from one address": lambda crowd: crowd.automatic(AUTOMATIC),
            f"one token {AT_ONCE} times at once": lambda crowd: crowd.with_one_token(AT_ONCE),
            f"{COMPLAINTS} complaints at once": lambda crowd: crowd.complaining(COMPLAINTS),
        }
        told = {}
        with served(environment) as port:
            crowd = Crowd(port, place)
            for name, way in ways.items():
                told[name] = way(crowd)
        found = stored(environment)
    kept = Counter([*found.open_texts, *found.token_texts, *found.subjects])
    for name, answers in told.items():
        yield from _lines(f"{kind}: {name}", answers, kept)


def _lines(name: str, told: Sequence[Told], kept: Counter[str]) -> Iterator[Measure]:
    """What became of those who were `told`, as counts with their share of all sent; and how long they waited."""
    sent, seconds = len(told), sorted(each.seconds for each in told)
    thanked = [each.name for each in told if is_thanked(each)]
    again = [each for each in told if is_told_to_try_again(each)]
    refused = [each for each in told if each.status == 200 and not is_thanked(each)]
    faults = sum(each.status >= 500 for each in told) - sum(each.status >= 500 for each in again)
    # Thanked and not stored, stored twice, stored and not thanked, or no clear answer at all.
    lost = sum(kept[text] != 1 for text in thanked) + sum(kept[each.name] > 0 for each in told if not is_thanked(each))
    lost += sent - len(thanked) - len(again) - len(refused) - faults
    counts = (("stored", len(thanked)), ("told to try again", len(again)), ("shown what is wrong", len(refused)))
    for what, count in counts:
        yield Measure(f"{name}, {what}", count, "", count / sent, "-", True)
    for what, count in (("lost", lost), ("errors", faults)):
        yield Measure(f"{name}, {what}", count, "", count / sent, "none", count == 0)
    for what, part in (("half", 0.5), ("95 %", 0.95)):
        wait = seconds[int(part * (sent - 1))]
        yield Measure(f"{name}, {what} waited at most", wait, "s", wait / max(seconds[0], 0.001), "-", True)
