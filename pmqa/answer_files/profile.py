"""What a file holds, column by column: read once, however long it is, so that its matching need not read it again."""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from pmqa.answer_files.days import LONGEST_STAMP, without_time
from pmqa.exchange.workbook import Limits, SheetRows, Value, column_letters, open_rows
from pmqa.thai.text import normalise

# A hundred thousand answered questionnaires of dozens of questions, and more. Rows are never held together.
ANSWER_LIMITS = Limits(
    file_bytes=50 * 1024 * 1024,
    inflated_bytes=600 * 1024 * 1024,
    elements=25_000_000,
    rows=300_000,
    columns=250,
    cells=10_000_000,
    characters=1_000_000_000,
    cell_characters=100_000,  # Excel itself has 32,767
)
HEADING_ROWS = 20  # the headings stand in one of the first rows
LONGEST_HEADING = 500
DIFFERENT = 2_000  # different values of a column that are kept; of more only their number is
LONGEST_KEPT = 1_000
MOST_KEPT = 4_000_000  # characters of all columns


@dataclass
class ColumnProfile:
    """One column. `values` holds how often each value stands there and in which row first, while there are at most
    DIFFERENT; `many` when there are more, or longer ones. `longest` text of all, in row `longest_row`."""

    number: int
    heading: str
    filled: int = 0
    values: dict[str, list[int]] = field(default_factory=dict)
    many: bool = False
    longest: int = 0
    longest_row: int = 0

    @property
    def letters(self) -> str:
        return column_letters(self.number + 1)


@dataclass
class FileProfile:
    """A sheet: the row of its headings, its rows with and without anything, and its columns. `patterns` counts the
    rows by which columns are filled: bit n stands for column n; with each the first row of that kind."""

    title: str
    further: int
    heading_row: int
    columns: list[ColumnProfile]
    rows: int = 0
    blank: int = 0
    last_row: int = 0
    patterns: dict[int, list[int]] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def saved_profile(content: bytes) -> FileProfile:
    """The profile that was written with `as_bytes`."""
    told = json.loads(content)
    columns = [ColumnProfile(**each) for each in told.pop("columns")]
    patterns = {int(bits): counts for bits, counts in told.pop("patterns").items()}
    return FileProfile(columns=columns, patterns=patterns, **told)


def text_of(value: Value) -> str:
    """A cell as text; of a moment the day alone. Excel's mark of text before a sign of a formula goes."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _plain(value) if len(value) <= LONGEST_KEPT else normalise(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).upper() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    plain = normalise(text)
    if plain.startswith("'") and plain[1:2] in ("=", "+", "-", "@"):
        plain = plain[1:]
    return without_time(plain) if len(plain) <= LONGEST_STAMP else plain


def opened(path: Path, heading_row: int = 0) -> tuple[SheetRows, Iterator[tuple[int, list[str]]]]:
    """The sheet, and its rows below `heading_row` as texts. Raises WorkbookRefused, also later."""
    sheet = open_rows(path, limits=ANSWER_LIMITS)
    rows = ((number, [text_of(value) for value in values]) for number, values in sheet.rows if number > heading_row)
    return sheet, rows


def profile_of(path: Path, fits: Callable[[Sequence[str]], int], tick: Callable[[int], None]) -> FileProfile:
    """Reads the file. `fits` says how many headings of a row are known: the best of the first rows is that of the
    headings. `tick` is told the row now and then. Raises WorkbookRefused."""
    sheet, rows = opened(path)
    first = list(itertools.islice(rows, HEADING_ROWS))
    place = max(range(len(first)), key=lambda n: (fits(first[n][1]), -n)) if first else 0
    number, headings = first[place] if first else (1, [])
    names = [text[:LONGEST_HEADING] for text in headings]
    found = FileProfile(sheet.title, sheet.further, number, [ColumnProfile(n, name) for n, name in enumerate(names)])
    _count(found, itertools.chain(first[place + 1 :], rows), tick)
    return found


def _count(found: FileProfile, rows: Iterable[tuple[int, Sequence[str]]], tick: Callable[[int], None]) -> None:
    room = MOST_KEPT
    for number, texts in rows:
        bits = 0
        for place, text in enumerate(texts):
            if text:
                bits |= 1 << place
                while place >= len(found.columns):  # a column without a heading
                    found.columns.append(ColumnProfile(len(found.columns), ""))
                room -= _add(found.columns[place], number, text, room)
        if bits:
            found.rows += 1
            found.last_row = number
            found.patterns.setdefault(bits, [0, number])[0] += 1
            if found.rows % 2_000 == 0:
                tick(number)
    found.blank = max(0, found.last_row - found.heading_row - found.rows)


def _add(column: ColumnProfile, row: int, text: str, room: int) -> int:
    """Counts a value; how many characters of it are kept newly."""
    column.filled += 1
    known = column.values.get(text)
    if known is not None:
        known[0] += 1
        return 0
    length = len(text)
    if length > column.longest:
        column.longest, column.longest_row = length, row
    if length > LONGEST_KEPT or len(column.values) >= DIFFERENT or length > room:
        column.many = True
        return 0
    column.values[text] = [1, row]
    return length
