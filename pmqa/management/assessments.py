"""The assessment that a command is about, from the words of the command line."""

from argparse import ArgumentTypeError

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.thai.numbers import parse_int


def add_assessment(parser: CommandParser) -> None:
    """Adds the arguments UNIT (its code) and YEAR (Buddhist era, in Arabic or Thai digits)."""
    parser.add_argument("unit", metavar="UNIT", help="code of the unit")
    parser.add_argument("year", metavar="YEAR", type=_year, help="fiscal year, Buddhist era")


def _year(text: str) -> int:
    try:
        return parse_int(text)
    except ValueError:
        raise ArgumentTypeError(_("“%(text)s” is no year.") % {"text": text}) from None


def assessment_named(unit: str, year: int) -> Assessment:
    """The assessment of the unit with this code in this year; CommandError (exit code 1) when there is none."""
    found = Assessment.objects.select_related("unit", "round").filter(unit__code=unit, round__year=year).first()
    if found is None:
        raise CommandError(_("The unit “%(unit)s” has no assessment in %(year)s.") % {"unit": unit, "year": year})
    return found
