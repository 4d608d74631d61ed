"""Form fields by themselves: what people type, paste or keep in a workbook, and what it means."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from pmqa.cycle.models import Assessment
from pmqa.evidence.fields import LabelChoiceField, NameField, NamesField, ThaiDateField, ThaiIntegerField, ThaiTextField
from pmqa.evidence.lookup import Lookup
from pmqa.profile.channels import ChannelFormField
from pmqa.profile.models import Group, Service

OCTOBER = datetime.date(2025, 10, 15)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  กํา  ลัง ", "กำ ลัง"), (5, "5"), (2.5, "2.5"), (None, ""), ("ก\r\nข", "ก ข"), ("ก\x00\u200bข", "กข")],
)
def test_a_line_of_text_is_normalised(typed: Any, kept: str) -> None:
    assert ThaiTextField(required=False).clean(typed) == kept


def test_long_text_keeps_its_lines() -> None:
    assert ThaiTextField(long=True).clean(" ก \r\n\r\nข\t ค ") == "ก\n\nข ค"


def test_text_is_measured_after_it_is_normalised() -> None:
    field = ThaiTextField(max_length=3)
    assert field.clean("  ก ข  ") == "ก ข"
    with pytest.raises(ValidationError):
        field.clean("กขคง")
    with pytest.raises(ValidationError):
        field.clean("   ")


@pytest.mark.parametrize(
    "typed",
    [
        "15 ต.ค. 2568",
        "๑๕ ตุลาคม ๒๕๖๘",
        "15/10/68",
        "2025-10-15",
        datetime.datetime(2025, 10, 15, 8, 30),
        datetime.date(2568, 10, 15),
    ],
)
def test_a_date_is_read_as_it_is_written(typed: Any) -> None:
    assert ThaiDateField().clean(typed) == OCTOBER


@pytest.mark.parametrize("typed", ["30 ก.พ. 2569", "32/1/2568", "ต.ค. 2568", 45000, 1.5, "0/0/0"])
def test_what_is_no_date_is_refused(typed: Any) -> None:
    with pytest.raises(ValidationError):
        ThaiDateField().clean(typed)


@pytest.mark.parametrize("typed", [None, "", "  "])
def test_no_date_is_none(typed: Any) -> None:
    assert ThaiDateField(required=False).clean(typed) is None


@pytest.mark.parametrize(
    ("typed", "number"), [("๑,๒๓๔", 1234), (45.0, 45), ("0", 0), (" 7 ", 7), ("", None), (None, None)]
)
def test_a_number_is_read_in_thai_digits_too(typed: Any, number: int | None) -> None:
    assert ThaiIntegerField(required=False).clean(typed) == number


@pytest.mark.parametrize("typed", ["-1", "1.5", "สาม", "n = 3", "2147483648", "1e3"])
def test_what_is_no_count_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        ThaiIntegerField().clean(typed)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("typed", ["RECIPIENT", "recipient", "ผู้รับบริการ", "ผู้ รับบริการ", "Service recipient"])
def test_a_choice_is_known_by_code_and_by_label_in_both_languages(typed: str, language: str) -> None:
    with translation.override(language):
        assert LabelChoiceField(choices=[("", "—"), *Group.Kind.choices]).clean(typed) == "RECIPIENT"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("แบบสำรวจ", "SURVEY"),
        ("แบบสอบถาม", "SURVEY"),
        ("Survey", "SURVEY"),
        ("SURVEY", "SURVEY"),
        ("โทรศัพท์สายด่วน", "HOTLINE"),
        ("ไลน์กลุ่ม ", "ไลน์กลุ่ม"),
    ],
)
def test_a_channel_is_official_or_the_units_own(typed: str, kept: str) -> None:
    assert ChannelFormField().clean(typed) == kept


@pytest.fixture
def registers(assessment: Assessment, fill: Any) -> Lookup:
    names = ["ชาวประมง", "เรือเล็ก, เรือใหญ่", "กำลังพล"]
    fill("groups", [{"name": name, "kind": "ผู้รับบริการ"} for name in names])
    fill("services", [{"process": "ทำแผนที่", "product": "แผนที่"}, {"process": "ทำแผนที่", "product": "ตำบลที่"}])
    return Lookup(assessment)


def field_of(kind: type[NameField], model: Any, lookup: Lookup) -> NameField:
    field = kind(model, required=False)
    field.lookup = lookup
    return field


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("1. ชาวประมง\n2. กํา ลังพล", ["ชาวประมง", "กำลังพล"]),
        ("กำลังพล, ชาวประมง; กำลังพล", ["ชาวประมง", "กำลังพล"]),
        ("เรือเล็ก, เรือใหญ่", ["เรือเล็ก, เรือใหญ่"]),
        ("ชาวประมง\nเรือเล็ก, เรือใหญ่", ["ชาวประมง", "เรือเล็ก, เรือใหญ่"]),
        (["กำลังพล", "ชาวประมง"], ["ชาวประมง", "กำลังพล"]),
        ("-", []),
        (None, []),
    ],
)
def test_names_in_a_cell_are_rows_of_the_register(registers: Lookup, typed: Any, names: list[str]) -> None:
    assert [group.name for group in field_of(NamesField, Group, registers).clean(typed)] == names


def test_every_unknown_name_is_said_with_the_nearest_known(registers: Lookup) -> None:
    with pytest.raises(ValidationError) as problem:
        field_of(NamesField, Group, registers).clean("ชาวประมงง, นักเรียน")
    first, second = problem.value.messages
    assert "“ชาวประมง”" in first
    assert "“นักเรียน”" in second


def test_a_service_is_known_by_process_or_with_its_product(registers: Lookup) -> None:
    field = field_of(NameField, Service, registers)
    assert field.clean("ทำแผนที่").product == "แผนที่"
    assert field.clean("ทำแผนที่ (ตำบลที่)").product == "ตำบลที่"
    assert field.clean(" ") is None
