"""One table as a workbook, the headings in its first row: for what other programs read too."""

import io
from collections.abc import Sequence

from pmqa.exchange.workbook import OutColumn, OutSheet, Properties, Value, write_workbook


def plain_bytes(
    title: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]], *, whose: str
) -> bytes:
    """The .xlsx of `rows` under `columns` (heading, width in characters). `whose` names the unit."""
    sheet = OutSheet(title, tuple(OutColumn(heading, width) for heading, width in columns), rows)
    target = io.BytesIO()
    write_workbook([sheet], target, properties=Properties(title=title, author=whose))
    return target.getvalue()
