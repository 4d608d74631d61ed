"""A document printed part by part: what is kept from before is taken, the rest is laid out by two processes."""

from __future__ import annotations

import itertools
import logging
import math
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pmqa.reports.binding import NUMBERS, SAME_FOOT, bind, foot_html, language_of, numbers_html, places_of
from pmqa.reports.parts import STYLE, LaidPart, Split, has_links, key_of, links_of, with_pages
from pmqa.reports.pdf import Style, lay_out
from pmqa.reports.pictures import PaperPictures
from pmqa.reports.shared_work import share
from pmqa.thai.digits import to_thai

logger = logging.getLogger(__name__)

# About as many entries of a contents list stand on a page: where that is wrong, the list is laid out again.
ENTRIES = 26
# Less HTML than this is laid out before a second process begins.
WORTH_A_PROCESS = 20_000


@dataclass(frozen=True)
class Draft:
    """Pages still to be laid out: their HTML, and the CSS after that of the document."""

    html: str
    style: str = STYLE


@dataclass(frozen=True)
class Printer:
    """Prints one document. Its parts are kept in `folder`, which may be emptied at any time; without one there is one
    process only."""

    stylesheet: str
    pictures: PaperPictures
    folder: Path | None = None
    thai_digits: bool = False
    processes: int = 1

    @cached_property
    def _style(self) -> Style:
        return Style(self.stylesheet)

    def pdf(self, of: Split) -> bytes:
        """The PDF of all parts. Raises OSError where Pango is missing."""
        plain = {number: body for number, body in enumerate(of.bodies) if not has_links(body)}
        foot = Draft(foot_html(of), SAME_FOOT)
        same, *laid = self._laid([foot, *(Draft(of.html(body)) for body in plain.values())])
        parts = self._with_contents(of, dict(zip(plain, laid, strict=True)))
        wide = [page.is_wide for part in parts for page in part.pages]
        [numbers] = self._laid([Draft(numbers_html(of, wide), NUMBERS)])
        return bind(parts, same=same, numbers=numbers, language=language_of(of))

    def _with_contents(self, of: Split, laid: Mapping[int, LaidPart]) -> list[LaidPart]:
        """All parts in their order; those that name pages are laid out when it is known how long every part is."""
        linked = {number: body for number, body in enumerate(of.bodies) if number not in laid}
        lengths = {number: len(part.pages) for number, part in laid.items()}
        lengths |= {number: math.ceil(len(links_of(body)) / ENTRIES) for number, body in linked.items()}
        parts = dict(laid)
        for _turn in range(3):
            numbers = self._numbers(laid, lengths)
            drafts = [Draft(of.html(with_pages(body, numbers))) for body in linked.values()]
            parts |= zip(linked, self._laid(drafts), strict=True)
            found = {number: len(part.pages) for number, part in parts.items()}
            if found == lengths:
                break
            lengths = found
        return [parts[number] for number in sorted(parts)]

    def _numbers(self, laid: Mapping[int, LaidPart], lengths: Mapping[int, int]) -> dict[str, str]:
        """The page on which each place stands, as it is written, by the id of the place."""
        order = sorted(lengths)
        starts = dict(zip(order, itertools.accumulate((lengths[number] for number in order), initial=1), strict=False))
        return {
            place: to_thai(str(starts[number] + index)) if self.thai_digits else str(starts[number] + index)
            for number, part in laid.items()
            for place, index in places_of([part]).items()
        }

    def _laid(self, drafts: Sequence[Draft]) -> list[LaidPart]:
        """The drafts laid out; those that are kept are taken from there."""
        keys = [self._key(draft) for draft in drafts]
        found = {key: part for key in keys if (part := self._kept(key)) is not None and part.is_whole}
        missing = {key: draft for key, draft in zip(keys, drafts, strict=True) if key not in found}
        found |= self._made(missing)
        return [found[key] for key in keys]

    def _key(self, draft: Draft) -> str:
        return key_of(draft.html, self.stylesheet, draft.style, self.pictures.versions_in(draft.html))

    def _made(self, missing: Mapping[str, Draft]) -> dict[str, LaidPart]:
        """Laid out here and in another process, the longest first; what the other one failed at is made here."""
        order = sorted(missing, key=lambda key: len(missing[key].html), reverse=True)
        is_worth_it = sum(len(draft.html) for draft in missing.values()) >= WORTH_A_PROCESS
        ours = share(
            len(order),
            lambda number: self._make(order[number], missing[order[number]]),
            processes=self.processes if is_worth_it and self.folder else 1,
        )
        made = {order[number]: part for number, part in ours.items()}
        return {key: made.get(key) or self._kept(key) or self._make(key, missing[key]) for key in order}

    def _make(self, key: str, draft: Draft) -> LaidPart:
        part = lay_out(draft.html, style=self._style, more=draft.style, pictures=self.pictures)
        self._keep(key, part)
        return part

    def _kept(self, key: str) -> LaidPart | None:
        if self.folder is None:
            return None
        path = self.folder / key
        try:
            part = LaidPart.from_bytes(path.read_bytes())
            path.touch()
        except (OSError, ValueError):
            return None
        return part

    def _keep(self, key: str, part: LaidPart) -> None:
        """A full disk keeps nothing, and what reads it finds it whole or not at all."""
        if self.folder is None:
            return
        aside = self.folder / f".{key}.{secrets.token_hex(8)}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(part.to_bytes())
            aside.replace(self.folder / key)
        except OSError:
            logger.warning("A part of a document could not be kept.", exc_info=True)
            with suppress(OSError):
                aside.unlink(missing_ok=True)
