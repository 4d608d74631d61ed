"""A long table, row by row: the same values as the whole workbook, the same refusals, and text of every encoding."""

from dataclasses import replace
from pathlib import Path

import pytest

from pmqa.exchange.refusals import LIMITS
from pmqa.exchange.workbook import Refusal, WorkbookRefused, open_rows, read_workbook
from tests.exchange.built import one_sheet, parts, text_cell, zipped
from tests.exchange.test_workbook_refusals import OLE, PNG, SAMPLE


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def rows_of(path: Path, content: bytes, **limits: int) -> list[tuple[int, list[object]]]:
    path.write_bytes(content)
    return list(open_rows(path, limits=replace(LIMITS, **limits)).rows)


def test_rows_are_those_of_the_whole_workbook(kept: Path) -> None:
    kept.write_bytes(SAMPLE)
    whole = next(grid for grid in read_workbook(kept) if grid.rows and not grid.hidden)
    sheet = open_rows(kept, limits=LIMITS)
    rows = dict(sheet.rows)
    assert sheet.title == whole.title
    assert rows.keys() == whole.rows.keys()
    for number, values in whole.rows.items():
        for column, value in enumerate(values, start=1):
            if value is not None:
                assert rows[number][column - 1] == value


def test_a_cell_without_a_usable_value_holds_the_error_or_a_sign(kept: Path) -> None:
    cells = '<c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v>2</v></c>'
    assert rows_of(kept, one_sheet(f'<row r="1">{cells}</row>')) == [(1, ["#REF!", "=", 2])]


def test_a_hidden_sheet_and_an_empty_one_are_passed_over(kept: Path) -> None:
    made = parts('<sheetData><row r="3"><c r="B3"><v>7</v></c></row></sheetData>')
    names = made["xl/workbook.xml"]
    made["xl/workbook.xml"] = names.replace('sheetId="1"', 'sheetId="1" state="hidden"')
    with pytest.raises(WorkbookRefused) as refused:
        rows_of(kept, zipped(made))
    assert refused.value.code is Refusal.EMPTY


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Refusal.EMPTY),
        (PNG, Refusal.NOT_A_TABLE),
        (OLE + "Workbook".encode("utf-16-le"), Refusal.OLD_FORMAT),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Refusal.PASSWORD),
        (SAMPLE[:4000], Refusal.DAMAGED),
        (one_sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), Refusal.DAMAGED),
        (one_sheet('<row r="900000"><c r="A900000"><v>7</v></c></row>'), Refusal.SHEET_TOO_LARGE),
        (one_sheet('<row r="1"><c r="XFD1"><v>7</v></c></row>'), Refusal.SHEET_TOO_LARGE),
        (one_sheet(f'<row r="1">{text_cell("A1", "ย" * 3_000_000)}</row>'), Refusal.BOMB),
        (one_sheet('<row r="1"><c r="A1"><v>1</v></c></row>' * 300_000), Refusal.BOMB),
        (zipped(parts("<sheetData/>") | {"../escape.xml": "<a/>"}), Refusal.UNSAFE),
        (zipped(parts('<!DOCTYPE a [<!ENTITY b "c">]><sheetData/>')), Refusal.DAMAGED),
        (("ก," * 300).encode(), Refusal.SHEET_TOO_LARGE),
        (("ก\n" * 20_001).encode(), Refusal.SHEET_TOO_LARGE),
        (b'a,"' + b"x" * 200_000, Refusal.TEXT_TOO_LONG),
        (b"x" * (10 * 1024 * 1024 + 1), Refusal.FILE_TOO_LARGE),
    ],
)
def test_what_is_refused(kept: Path, content: bytes, code: Refusal) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        rows_of(kept, content)
    assert refused.value.code is code
    assert "%(" not in refused.value.message


def test_what_is_held_whole_beside_the_sheets_is_bounded(kept: Path) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        rows_of(kept, SAMPLE, beside_bytes=10_000)
    assert refused.value.code is Refusal.BOMB


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_text_of_every_encoding_and_separator(kept: Path, encoding: str, sign: str) -> None:
    text = f'กลุ่ม{sign}ความเห็น\r\n\r\nชาวประมง{sign}"ดี{sign} ขอบคุณ\nมาก"\r\n'
    assert rows_of(kept, text.encode(encoding)) == [
        (1, ["กลุ่ม", "ความเห็น"]),
        (3, ["ชาวประมง", f"ดี{sign} ขอบคุณ\nมาก"]),
    ]
