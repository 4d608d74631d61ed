"""The geometry of answers to a scale, and of what was measured in two years: as in shapes.py, no text and no style."""

from collections.abc import Sequence

from pmqa.charts.chart import LIKERT_SERIES, ChartRow
from pmqa.charts.shapes import (
    FEW,
    MANY,
    NAVY,
    OUTCOMES,
    PALE,
    ROW,
    WIDTH,
    Box,
    Ink,
    Picture,
    ends,
    layers,
    scaled,
)

MIDDLE = WIDTH // 2
_MET, _LATE, _OPEN, _OVERDUE = OUTCOMES
# The answers of a scale from the lowest to the highest.
ANSWERS = (_OVERDUE, _LATE, _OPEN, Ink("high", PALE, edge=NAVY, line=NAVY), FEW)
YEARS = (FEW, MANY)
# Top and height of the bars of the two years in a row.
_BARS = ((4, 11), (16, 8))


def likert(rows: Sequence[ChartRow], *, thick: int = 16) -> Picture:
    """Each row as long as half the picture, half of its middle answers on either side of the middle line."""
    boxes: list[list[Box]] = [[] for _answer in ANSWERS]
    for number, row in enumerate(rows):
        counts = [count or 0 for count in row.counts]
        if not any(counts):
            continue
        below = sum(counts[: LIKERT_SERIES // 2]) * 2 + counts[LIKERT_SERIES // 2]
        start_of_row = MIDDLE - round(below * MIDDLE / (2 * sum(counts)))
        for place, (start, end) in enumerate(ends(counts, MIDDLE)):
            if end > start:
                y = number * ROW + (ROW - thick) // 2
                boxes[place].append(Box(start_of_row + start, y, end - start, thick))
    height = len(rows) * ROW
    return Picture(height, layers(zip(ANSWERS, boxes, strict=True)), guide=f"M{MIDDLE} 0v{height}")


def scores(rows: Sequence[ChartRow], whole: int) -> Picture:
    """Up to two bars a row, this year's above the last's; `whole` is as long as the picture is wide."""
    boxes: list[list[Box]] = [[] for _year in YEARS]
    for number, row in enumerate(rows):
        for place, ((top, height), count) in enumerate(zip(_BARS, row.counts, strict=False)):
            if count:
                length = min(WIDTH, scaled(count, whole, WIDTH))
                boxes[place].append(Box(0, number * ROW + top, length, height))
    return Picture(len(rows) * ROW, layers(zip(YEARS, boxes, strict=True)))
