"""Filters of the annual report on paper."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django import template

from pmqa.charts.radar import DrawnRadar, Outline, drawn_radar
from pmqa.criteria import CRITERIA
from pmqa.reports.look import Look
from pmqa.scoring.profiles import shown

register = template.Library()
STEPS = 5


@register.filter
def share(exact: Decimal | Fraction | None, style: Look) -> str:
    """Per cent to one place, a dash where there is none."""
    rounded = shown(None if exact is None else Fraction(exact))
    return "–" if rounded is None else style.figure(str(rounded))


@register.filter
def heat(exact: Fraction | None) -> str:
    """The class of a cell, by which fifth of a hundred its figure lies in."""
    return "" if exact is None else f"share-{min(STEPS - 1, int(exact * STEPS / 100))}"


@register.filter
def outlined(outlines: Sequence[Outline], style: Look) -> DrawnRadar:
    return drawn_radar([criterion.code for criterion in CRITERIA], outlines, digits=style.figure)
