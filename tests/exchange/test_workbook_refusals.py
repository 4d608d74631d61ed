"""Files that are not read: each with its own reason, quickly, in little memory, and never with another exception."""

import contextlib
import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from pmqa.exchange.refusals import MESSAGES
from pmqa.exchange.workbook import Refusal, WorkbookRefused, read_workbook
from tests.exchange.built import one_sheet, parts, repacked, text_cell, zipped

ROOT = Path(__file__).parents[2]
SAMPLE = (Path(__file__).parent / "samples" / "dockyard-2569-as-kept.xlsx").read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
SHEET_BYTES = SAMPLE[SAMPLE.index(b"xl/worksheets/sheet1.xml") + 200 :][:50]
NUMBER = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'


def refusal(content: bytes, name: str = "แผน.xlsx") -> WorkbookRefused:
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(io.BytesIO(content), name=name)
    return refused.value


def with_parts(**changes: str) -> bytes:
    """A good workbook with parts changed or, where the text is empty, left out."""
    names = {"texts": "xl/sharedStrings.xml", "sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml"}
    made = parts(NUMBER) | {names[key]: text for key, text in changes.items()}
    return zipped({name: text for name, text in made.items() if text})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Refusal.EMPTY),
        ("ข้อความธรรมดา".encode(), Refusal.NOT_A_WORKBOOK),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", Refusal.NOT_A_WORKBOOK),
        (PNG, Refusal.NOT_A_WORKBOOK),
        (b"<html><table><tr><td>1</td></tr></table></html>", Refusal.NOT_A_WORKBOOK),
        (OLE + "Workbook".encode("utf-16-le"), Refusal.OLD_FORMAT),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Refusal.PASSWORD),
        (OLE + "WordDocument".encode("utf-16-le"), Refusal.NOT_A_WORKBOOK),
        (SAMPLE[:4000], Refusal.DAMAGED),
        (SAMPLE.replace(SHEET_BYTES, b"\xff" * len(SHEET_BYTES)), Refusal.DAMAGED),
        (zipped({"word/document.xml": "<a/>"}), Refusal.DAMAGED),
        (with_parts(sheet=""), Refusal.DAMAGED),
        (with_parts(texts=""), Refusal.DAMAGED),
        (with_parts(book=""), Refusal.DAMAGED),
        (with_parts(book='<document xmlns="x"/>'), Refusal.NOT_A_WORKBOOK),
        (with_parts(sheet="<worksheet><sheetData>"), Refusal.DAMAGED),
        (with_parts(sheet="<other/>"), Refusal.DAMAGED),
        (one_sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), Refusal.DAMAGED),
        (one_sheet('<row r="1"><c r="A1"><v>ห้า</v></c></row>'), Refusal.DAMAGED),
        (one_sheet('<row r="1"><c r="A0"><v>5</v></c></row>'), Refusal.DAMAGED),
        (one_sheet("", after='<mergeCells><mergeCell ref="A1:?"/></mergeCells>'), Refusal.DAMAGED),
        (zipped(parts(NUMBER) | {"../escape.xml": "<a/>"}), Refusal.UNSAFE),
        (zipped(parts(NUMBER) | {"/etc/passwd": "x"}), Refusal.UNSAFE),
        (zipped(parts(NUMBER) | {"xl\\..\\..\\x": "x"}), Refusal.UNSAFE),
        (zipped(parts(NUMBER) | {"XL/WORKBOOK.XML": "<a/>"}), Refusal.UNSAFE),
        (zipped(parts(NUMBER) | {f"a{number}": "" for number in range(2001)}), Refusal.BOMB),
    ],
)
def test_what_is_wrong_with_the_file_is_told(content: bytes, code: Refusal) -> None:
    assert refusal(content).code is code


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "_rels/.rels", "docProps/core.xml"]
)
def test_a_document_type_or_external_entity_is_refused_in_any_part(part: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("ความลับ")
    declared = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    content = zipped(parts(NUMBER) | {part: f"{declared}<a>&e;</a>"})
    assert refusal(content).code is Refusal.UNSAFE


def test_an_open_document_sheet_is_told_from_a_damaged_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", "<a/>")
    assert refusal(buffer.getvalue()).code is Refusal.OTHER_FORMAT


def test_a_binary_workbook_is_told() -> None:
    made = parts(NUMBER)
    made["_rels/.rels"] = made["_rels/.rels"].replace("workbook.xml", "workbook.bin")
    assert refusal(zipped(made)).code is Refusal.OTHER_FORMAT


def test_a_zip_with_a_password_is_told() -> None:
    content = bytearray(zipped(parts(NUMBER)))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 4)
    assert refusal(bytes(content)).code is Refusal.PASSWORD


@pytest.mark.parametrize("content", [PNG, "ก,ข".encode() + b"\0", b"\xff\xfe\x00", b"a\xdb\xdc,b"])
def test_a_csv_that_is_no_text_is_refused(content: bytes) -> None:
    assert refusal(content, "แผน.csv").code is Refusal.NOT_A_WORKBOOK


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"a\n" * 20_001, Refusal.SHEET_TOO_LARGE), (b",".join([b"a"] * 201), Refusal.SHEET_TOO_LARGE)],
)
def test_a_csv_has_the_same_limits(content: bytes, code: Refusal) -> None:
    assert refusal(content, "แผน.csv").code is code


def test_more_than_200_sheets_are_refused() -> None:
    made = parts(NUMBER)
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(
        "</sheets>", '<sheet name="x" sheetId="1" r:id="rId1"/>' * 200 + "</sheets>"
    )
    assert refusal(zipped(made)).code is Refusal.TOO_MANY_SHEETS


def test_the_message_names_sheet_cell_and_limit() -> None:
    far = refusal(one_sheet(f'<row r="1048576">{text_cell("XFD1048576", "ไกล")}</row>', title="ข้อ 8 & 9"))
    with translation.override("en"):
        assert str(far) == "Sheet “ข้อ 8 & 9” reaches to cell XFD1048576. At most 20000 rows and 200 columns are read."


def test_one_part_that_is_packed_suspiciously_well_is_refused() -> None:
    assert refusal(zipped(parts(NUMBER) | {"xl/media/a.bin": b"\0" * 1_100_000})).code is Refusal.BOMB


def test_many_small_parts_that_unpack_to_too_much_together_are_refused() -> None:
    small = {f"xl/media/{number}.bin": b"\0" * 1_000_000 for number in range(63)}
    assert refusal(zipped(parts(NUMBER) | small)).code is Refusal.BOMB


def test_every_kind_of_refusal_has_a_message() -> None:
    assert set(MESSAGES) == set(Refusal)


@cache
def bomb() -> bytes:
    """432 KB that unpack to 440 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts("").items():
            if "sheet1" not in name:
                packed.writestr(name, text)
        with packed.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(b"<worksheet><sheetData>")
            for _ in range(440):
                part.write(b" " * 1_048_576)
    return buffer.getvalue()


def lying_bomb() -> bytes:
    """The bomb, declared in the zip's directory to unpack to 1,000 bytes."""
    content = bytearray(bomb())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def far_cell() -> bytes:
    rows = f'<row r="1048576">{text_cell("XFD1048576", "ไกล")}</row>'
    return zipped(parts(f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>'))


def many_rows() -> bytes:
    return one_sheet("".join(f'<row r="{row}">{text_cell(f"A{row}", "ก")}</row>' for row in range(1, 100_001)))


def many_elements() -> bytes:
    return one_sheet("".join(f'<row r="{row}"/>' for row in range(960_000)))


def many_cells() -> bytes:
    """More than 200,000; of varying values, as they would otherwise be packed suspiciously well."""
    cells = ("".join(f"<c><v>{row * column % 9973}</v></c>" for column in range(100)) for row in range(1, 2_002))
    return one_sheet("".join(f"<row>{row}</row>" for row in cells))


def one_text_everywhere() -> bytes:
    """One text of Excel's greatest length, which 20,000 cells name."""
    rows = "".join(f'<row r="{row}"><c t="s"><v>0</v></c></row>' for row in range(1, 20_001))
    return one_sheet(rows, texts=f"<si><t>{'ก' * 32_767}</t></si>")


def endless_attribute() -> bytes:
    letters = random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=5_000_000)
    return one_sheet(f'<row spans="{"".join(letters)}"/>')


def endless_text() -> bytes:
    letters = random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=5_000_000)
    return one_sheet(f'<row r="1">{text_cell("A1", "".join(letters))}</row>')


def many_merges() -> bytes:
    return one_sheet(
        "", after=f'<mergeCells>{"".join(f"""<mergeCell ref="A1:A{20_000 + n}"/>""" for n in range(99))}</mergeCells>'
    )


def many_parts() -> bytes:
    return zipped(parts(NUMBER) | {f"xl/media/{number}": "" for number in range(60_000)})


def large_file() -> bytes:
    return zipped(parts(NUMBER) | {"xl/media/image1.jpeg": random.Random(1).randbytes(11_000_000)})


CHILD = """
import json, re, sys, time
from pathlib import Path
from pmqa.exchange.workbook import WorkbookRefused, read_workbook
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024
read_workbook(Path(sys.argv[1]))
before, began = peak(), time.process_time()
try:
    read_workbook(Path(sys.argv[2]))
    code = ""
except WorkbookRefused as refused:
    code = refused.code
print(json.dumps({"code": code, "seconds": time.process_time() - began, "megabytes": peak() - before}))
"""


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (bomb, Refusal.BOMB),
        (lying_bomb, Refusal.DAMAGED),
        (far_cell, Refusal.SHEET_TOO_LARGE),
        (many_rows, Refusal.SHEET_TOO_LARGE),
        (many_elements, Refusal.BOMB),
        (many_cells, Refusal.TOO_MANY_CELLS),
        (one_text_everywhere, Refusal.TOO_MANY_CELLS),
        (endless_attribute, Refusal.BOMB),
        (endless_text, Refusal.TOO_MANY_CELLS),
        (many_merges, Refusal.TOO_MANY_CELLS),
        (many_parts, Refusal.BOMB),
        (large_file, Refusal.FILE_TOO_LARGE),
    ],
)
def test_a_bomb_is_refused_within_2_seconds_and_100_mb(
    build: Callable[[], bytes], code: Refusal, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(SAMPLE)
    bad.write_bytes(build())
    run = subprocess.run([sys.executable, "-c", CHILD, good, bad], cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    assert found["code"] == code
    assert found["seconds"] < 2
    assert found["megabytes"] < 100


def reads_or_refuses(content: bytes, name: str = "แผน.xlsx") -> None:
    with contextlib.suppress(WorkbookRefused):
        read_workbook(io.BytesIO(content), name=name)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]))
def test_random_bytes_are_read_or_refused(content: bytes, start: bytes) -> None:
    reads_or_refuses(start + content)
    reads_or_refuses(start + content, "แผน.csv")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SAMPLE)))
def test_a_workbook_cut_off_is_read_or_refused(length: int) -> None:
    reads_or_refuses(SAMPLE[:length])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_workbook_with_flipped_bytes_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    content = bytearray(SAMPLE)
    for at, byte in changes:
        content[at] = byte
    reads_or_refuses(bytes(content))


with zipfile.ZipFile(io.BytesIO(SAMPLE)) as _packed:
    SAMPLE_PARTS = {name: _packed.read(name) for name in _packed.namelist() if name.endswith((".xml", ".rels"))}


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(SAMPLE_PARTS)),
    st.integers(0, 10**9),
    st.binary(max_size=12) | st.sampled_from([b"9" * 40, b'"', b"<c>"]),
)
def test_a_workbook_with_a_changed_part_is_read_or_refused(part: str, at: int, new: bytes) -> None:
    old = SAMPLE_PARTS[part]
    at %= len(old)
    reads_or_refuses(repacked(SAMPLE, {part: old[:at] + new + old[at + len(new) :]}))
