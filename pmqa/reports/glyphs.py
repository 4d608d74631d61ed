"""Which text each glyph of a font stands for, read from the font's own tables."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import lru_cache

from fontTools.ttLib import TTFont

# Kinds of GSUB lookups (OpenType 1.9, "GSUB — Glyph Substitution Table").
_SINGLE, _ALTERNATE, _LIGATURE, _EXTENSION = 1, 3, 4, 7

_PRIVATE_USE = range(0xE000, 0xF900)

# Glyphs that are replaced, and the glyph that is drawn in their stead.
Substitution = tuple[tuple[str, ...], str]


@lru_cache(maxsize=32)
def glyph_texts(font: bytes, index: int) -> Mapping[int, str]:
    """Glyph number -> text, for each glyph that the font can reach from a character.

    `font` is a whole TrueType or OpenType file, `index` the number of the font in a collection. A glyph that
    stands in for others (a narrow or raised mark, a ligature) has the text of those.
    """
    with TTFont(io.BytesIO(font), fontNumber=index, lazy=True) as tables:
        texts: dict[str, str] = {}
        for codepoint, glyph in sorted(tables.getBestCmap().items()):
            if codepoint not in _PRIVATE_USE:
                texts.setdefault(glyph, chr(codepoint))
        _spread(texts, list(_substitutions(tables)))
        numbers = tables.getReverseGlyphMap()
        return {numbers[glyph]: text for glyph, text in texts.items()}


def _substitutions(tables: TTFont) -> Iterator[Substitution]:
    lookups = tables["GSUB"].table.LookupList if "GSUB" in tables else None
    for lookup in lookups.Lookup if lookups else ():
        for table in lookup.SubTable:
            real = table.ExtSubTable if table.LookupType == _EXTENSION else table
            if real.LookupType == _SINGLE:
                yield from (((source,), drawn) for source, drawn in real.mapping.items())
            elif real.LookupType == _ALTERNATE:
                yield from (((source,), one) for source, several in real.alternates.items() for one in several)
            elif real.LookupType == _LIGATURE:
                for first, ligatures in real.ligatures.items():
                    yield from (((first, *ligature.Component), ligature.LigGlyph) for ligature in ligatures)


def _spread(texts: dict[str, str], substitutions: list[Substitution]) -> None:
    """Give each drawn glyph the text of what it replaces, until no glyph gains a text."""
    known = -1
    while known != len(texts):
        known = len(texts)
        for sources, drawn in substitutions:
            if drawn not in texts and all(source in texts for source in sources):
                texts[drawn] = "".join(texts[source] for source in sources)
