"""Seeding: the same every time, and nothing twice."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from pmqa.criteria import TABLES
from pmqa.cycle.models import Assessment, Round
from pmqa.demo.people import PASSWORD
from pmqa.demo.seed import seed
from pmqa.evidence.models import EvidenceFile, RowChange, Statement
from pmqa.freezing.models import Snapshot
from pmqa.freezing.verifying import broken_links, changed_submissions
from pmqa.judging.models import Judgement
from pmqa.organization.models import Person, Role, Unit
from satisfaction.models import Answer

pytestmark = pytest.mark.django_db
BUILT = ("CS1", "CS2", "CS3", "CS4", "CS5", "CS6", "CS7")


def standing() -> dict[str, Any]:
    """Everything that seeding stores, but for what is random by nature (hashes of passwords, names of stored files)."""
    rows = {
        table.key: [
            (row.assessment.unit.code, row.assessment.year, row.version, row.sort_key, table.values_of(row))
            for row in table.fetched(table.model._default_manager.filter(deleted_at=None)).order_by("pk")
        ]
        for table in TABLES
    }
    history = RowChange.objects.order_by("pk").values_list("table", "row_id", "action", "by__username", "at")
    return {
        **rows,
        "history": list(history),
        "hashes": list(EvidenceFile.objects.order_by("pk").values_list("number", "sha256")),
        "statements": list(Statement.objects.order_by("pk").values_list("guideline", "text", "updated_at")),
        "answers": list(Answer.objects.order_by("pk").values_list("question__text", "value", "text")),
        "judgements": list(
            Judgement.objects.order_by("pk").values_list("sheet__assessor__username", "item", "verdict")
        ),
        "states": list(Assessment.objects.order_by("pk").values_list("unit__code", "round__year", "state")),
        "roles": list(Role.objects.order_by("pk").values_list("person__username", "kind", "unit__code")),
        "units": list(Unit.objects.order_by("pk").values_list("code", "name", "sort_key")),
    }


def test_seeding_twice_changes_nothing() -> None:
    seed()
    first = standing()
    seed()
    assert standing() == first
    assert len(first["history"]) > 100


def test_what_a_visitor_changed_stays() -> None:
    seed()
    row = TABLES[0].model._default_manager.filter(assessment__unit__code="hydro", assessment__round__year=2569).first()
    type(row).objects.filter(pk=row.pk).update(name="ชื่อใหม่")
    seed()
    row.refresh_from_db()
    assert row.name == "ชื่อใหม่"


def test_what_was_published_is_as_it_was_submitted() -> None:
    seed(2)
    assert list(broken_links()) == list(changed_submissions()) == []
    # Two of last year, and of this year three units that have submitted.
    assert Snapshot.objects.count() == 5


def test_the_command_tells_counts_and_logins(tmp_path: Any) -> None:
    output = io.StringIO()
    call_command("seed_demo", units=2, stdout=output)
    assert "Units 7" in output.getvalue()
    for text in (output.getvalue(), (tmp_path / "demonstration.txt").read_text()):
        assert "hydro-staff" in text
        assert "units-staff" in text
        assert PASSWORD in text


def test_the_command_refuses_a_wrong_number() -> None:
    with pytest.raises(CommandError):
        call_command("seed_demo", units=-1)
    assert not Unit.objects.exists()


def test_where_the_round_is_closed_nothing_is_made() -> None:
    Round.objects.create(year=2569, opens_on=date(2025, 10, 1), closes_on=date(2026, 9, 30), is_open=False)
    with pytest.raises(CommandError):
        call_command("seed_demo")
    assert not Unit.objects.exists()
    assert not Person.objects.exists()
