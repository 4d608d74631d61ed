"""A snapshot holds every row and file, is chained to the one before, and tells what was changed since."""

import hashlib
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmqa.cycle.actions import change_state
from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile, Statement
from pmqa.freezing.actions import take_snapshot
from pmqa.freezing.comparing import Kind, changed_since, compare
from pmqa.freezing.content import DIGESTED, canonical, content_of
from pmqa.freezing.guarding import guards_in
from pmqa.freezing.models import Snapshot
from pmqa.freezing.tables import frozen_tables
from pmqa.freezing.templatetags.freezing import short_hash
from pmqa.freezing.verifying import broken_links, changed_submissions, without_snapshot
from pmqa.guards import lay, lift
from pmqa.organization.models import Person
from pmqa.profile.models import Group
from satisfaction.models import Answer, Choice
from tests.freezing.everything import CONTENT, NOW, changed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Submit = Callable[[Assessment], Snapshot]


@pytest.fixture
def head(person: Callable[..., Person], assessment: Assessment) -> Person:
    return person("head", "HEAD", assessment.unit)


@pytest.fixture
def submit(person: Callable[..., Person]) -> Submit:
    def certify(assessment: Assessment) -> Snapshot:
        by = Person.objects.filter(username=f"head-{assessment.unit.code}").first()
        by = by or person(f"head-{assessment.unit.code}", "HEAD", assessment.unit)
        with transaction.atomic():
            told = {"rank": "พล.ร.ต.", "name": "สมชาย ใจดี", "position": "เจ้ากรม"}
            made = take_snapshot(assessment=assessment, by=by, at=NOW, **told)
            change_state(assessment=assessment, to="SUBMITTED", by=by, at=NOW)
        return made

    return certify


def give_back(assessment: Assessment) -> None:
    by = Person.objects.get(username=f"head-{assessment.unit.code}")
    change_state(assessment=assessment, to="DRAFT", by=by, at=NOW, reason="ขาดหลักฐาน")


def behind(statement: str, values: Any = ()) -> None:
    """What somebody does who takes the guards away first, and lays them again."""
    lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    lay(connection, guards_in(connection))


def test_the_hash_is_made_again_from_what_is_stored(full: Assessment, submit: Submit) -> None:
    made = submit(full)
    kept = Snapshot.objects.get()
    told = {
        "at": "2026-03-01T09:00:00.000000+00:00",
        "by": made.by_id,
        "link": 1,
        "name": "สมชาย ใจดี",
        "number": 1,
        "position": "เจ้ากรม",
        "previous": "",
        "rank": "พล.ร.ต.",
    }
    head = json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()
    content = zlib.decompress(bytes(kept.content))
    assert kept.sha256 == hashlib.sha256(head + b"\n" + content).hexdigest() == made.sha256
    assert content == content_of(full)
    assert short_hash(kept) == kept.sha256[:12]
    assert short_hash(None) == ""


def test_it_holds_every_row_and_the_hash_of_every_file(full: Assessment, submit: Submit) -> None:
    told = json.loads(zlib.decompress(bytes(submit(full).content)))
    assert (told["unit"], told["year"]) == ("alpha", 2569)
    assert set(told["tables"]) | set(told["digests"]) == {table.label for table in frozen_tables()}
    assert {len(table["rows"]) for table in told["tables"].values()} == {1}
    assert {table["rows"] for table in told["digests"].values()} == {1}
    file = EvidenceFile.objects.get()
    assert told["files"] == {
        str(file.pk): {"number": file.number, "sha256": hashlib.sha256(CONTENT).hexdigest(), "size": len(CONTENT)}
    }


def test_submissions_are_chained_over_the_whole_installation(
    full: Assessment, other: Assessment, submit: Submit
) -> None:
    first, second = submit(full), submit(other)
    give_back(full)
    third = submit(full)
    assert [first.previous, second.previous, third.previous] == ["", first.sha256, second.sha256]
    assert [(each.link, each.number) for each in (first, second, third)] == [(1, 1), (2, 1), (3, 2)]
    assert list(broken_links()) == []
    assert list(changed_submissions()) == []
    assert without_snapshot() == 0


def test_a_snapshot_stays(full: Assessment, submit: Submit) -> None:
    submit(full)
    for statement in ("UPDATE freezing_snapshot SET name = 'x'", "DELETE FROM freezing_snapshot"):
        refused = pytest.raises(IntegrityError, match="stays as it is")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("damage", ["missing", "other bytes"])
def test_a_damaged_file_refuses_the_submission(full: Assessment, submit: Submit, damage: str) -> None:
    file = EvidenceFile.objects.get()
    path = Path(file.stored.path)
    path.unlink()
    if damage == "other bytes":
        path.write_bytes(b"other")
    with pytest.raises(ValidationError, match=file.number):
        submit(full)
    assert not Snapshot.objects.exists()
    assert Assessment.objects.get().state == "DRAFT"


def test_every_value_that_is_changed_by_sql_is_found_and_named(full: Assessment, submit: Submit) -> None:
    submit(full)
    assert list(changed_submissions()) == []
    lift(connection)
    for table in frozen_tables():
        column, value = changed(table)
        if value is None:
            continue
        row = table.rows_of(full.pk).get()
        with transaction.atomic():
            name = table.model._meta.get_field(column).name
            table.model._base_manager.filter(pk=row.pk).update(**{name: value})
            [found] = compare(full)
            transaction.set_rollback(True)
        assert (found.kind, found.label) == (Kind.CHANGED, table.label)
        if table.label not in DIGESTED:
            assert found.row_id == row.pk
            assert column in found.columns
        assert table.label in str(found)
    lay(connection, guards_in(connection))


def test_every_row_that_is_taken_away_or_added_is_found(full: Assessment, submit: Submit) -> None:
    submit(full)
    lift(connection)
    for table in sorted(frozen_tables(), key=lambda table: -len(table.path)):
        row = table.rows_of(full.pk).get()
        with transaction.atomic():
            with connection.constraint_checks_disabled():
                table.model._base_manager.filter(pk=row.pk)._raw_delete("default")
                found = compare(full)
            transaction.set_rollback(True)
        assert table.label in {each.label for each in found}
    Group.objects.create(assessment=full, name="ใหม่", kind="RECIPIENT")
    [found] = compare(full)
    assert (found.kind, found.label) == (Kind.ADDED, "profile.group")
    lay(connection, guards_in(connection))


def test_a_file_that_is_changed_or_gone_is_named(full: Assessment, submit: Submit) -> None:
    submit(full)
    path = Path(EvidenceFile.objects.get().stored.path)
    path.write_bytes(b"other")
    [found] = changed_submissions()
    assert "alpha 2569" in found
    assert "the file on the disk is not the one that was submitted" in found
    path.unlink()
    [found] = changed_submissions()
    assert "the file is not on the disk" in found


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE freezing_snapshot SET name = 'x' WHERE link = 1", "link 1) was altered"),
        ("UPDATE freezing_snapshot SET content = sha256 WHERE link = 2", "link 2) was altered"),
        ("UPDATE freezing_snapshot SET sha256 = previous WHERE link = 1", "link 2) does not follow"),
        ("DELETE FROM freezing_snapshot WHERE link = 1", "link 2) does not follow"),
        ("DELETE FROM freezing_snapshot WHERE link = 2", "the chain ends with link 1, and should with link 2"),
        ("DELETE FROM freezing_chain", "the chain ends with link 2, and should with link 0"),
    ],
)
def test_a_chain_that_is_broken_is_found(
    full: Assessment, other: Assessment, submit: Submit, statement: str, said: str
) -> None:
    submit(full)
    submit(other)
    if connection.vendor == "postgresql":
        statement = statement.replace("content = sha256", "content = sha256::bytea")
    behind(statement)
    assert said in "; ".join(broken_links())


@pytest.mark.parametrize("state", ["DRAFT", "PUBLISHED"])
def test_a_state_that_no_step_led_to_is_named(full: Assessment, submit: Submit, state: str) -> None:
    submit(full)
    Assessment.objects.update(state=state)
    assert [said for said in changed_submissions() if f"no step led to the state {state}" in said]


def test_what_was_submitted_before_snapshots_were_kept_is_counted(full: Assessment) -> None:
    Assessment.objects.update(state="PUBLISHED")
    assert without_snapshot() == 1
    assert list(changed_submissions()) == []


def test_what_changed_since_the_last_submission_is_marked(full: Assessment, submit: Submit) -> None:
    first = submit(full)
    give_back(full)
    assert changed_since(first) == {}
    group = Group.objects.get()
    Group.objects.update(version=9, position=7)
    assert changed_since(first) == {}
    Group.objects.update(name="ชื่อใหม่")
    added = Group.objects.create(assessment=full, name="ใหม่", kind="RECIPIENT")
    Statement.objects.get().evidence.clear()
    survey = Choice.objects.get().question.section.questionnaire.survey
    Choice.objects.update(text="ตัวเลือกใหม่")
    Answer.objects.update(value=1)
    expected = {
        ("profile.group", group.pk): Kind.CHANGED,
        ("profile.group", added.pk): Kind.ADDED,
        ("evidence.statement", Statement.objects.get().pk): Kind.CHANGED,
        ("satisfaction.satisfactionsurvey", survey.pk): Kind.CHANGED,
        ("satisfaction.answer", 0): Kind.CHANGED,
    }
    assert changed_since(first) == expected
    second = submit(full)
    assert changed_since(first, second) == expected
    assert changed_since(second) == {}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


def typed(value: Any) -> Any:
    """`value` so that True and 1 are two things, as they are in JSON."""
    if isinstance(value, dict):
        return {key: typed(each) for key, each in value.items()}
    return [typed(each) for each in value] if isinstance(value, list) else (type(value).__name__, value)


@given(VALUES, VALUES)
def test_canonical_bytes_are_alike_for_the_same_and_for_nothing_else(one: Any, two: Any) -> None:
    assert (canonical(one) == canonical(two)) == (typed(one) == typed(two))
    assert canonical(json.loads(canonical(one))) == canonical(one)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40))
def test_a_content_is_alike_for_the_same_rows_and_for_no_others(assessment: Assessment, text: str) -> None:
    with transaction.atomic():
        row = Group.objects.create(assessment=assessment, name=text, kind="RECIPIENT")
        before = content_of(assessment)
        assert content_of(assessment) == before
        Group.objects.filter(pk=row.pk).update(name=f"{text}.")
        assert content_of(assessment) != before
        Group.objects.filter(pk=row.pk).update(name=text)
        assert content_of(assessment) == before
        transaction.set_rollback(True)
