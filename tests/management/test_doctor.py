"""The doctor finds what is wrong with an installation and its data."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_q.models import OrmQ

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.management import health
from pmqa.management.commands.prepare import NOT_SERVED
from pmqa.rollup.models import CriterionResult
from pmqa.rollup.stored import recompute_stale


@pytest.fixture
def evidence(assessment: Assessment) -> EvidenceFile:
    content = b"minutes of the meeting"
    file = EvidenceFile(assessment=assessment, number="E-CS1-2569-001", criterion="CS1", title="Minutes")
    file.sha256 = hashlib.sha256(content).hexdigest()
    file.stored.save("minutes.txt", ContentFile(content), save=False)
    file.save()
    return file


def test_an_untouched_file_is_sound(evidence: EvidenceFile) -> None:
    assert health.evidence_files() == ""


def test_a_changed_file_is_named(evidence: EvidenceFile) -> None:
    Path(evidence.stored.path).write_bytes(b"other minutes")
    assert "E-CS1-2569-001" in health.evidence_files()
    assert "not what was uploaded" in health.evidence_files()


def test_a_lost_file_is_named(evidence: EvidenceFile) -> None:
    Path(evidence.stored.path).unlink()
    assert "cannot be read" in health.evidence_files()


def test_an_open_secret_key_is_named(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PMQA_SECRET_KEY", raising=False)
    settings.SECRET_KEY = "k" * 60
    path = settings.PMQA_DATA / "secret.key"
    path.write_text(settings.SECRET_KEY)
    path.chmod(0o644)
    assert "mode 644" in health.secret_key()
    path.chmod(0o600)
    assert health.secret_key() == ""


def test_a_short_secret_key_is_named(settings: Any) -> None:
    settings.SECRET_KEY = "short"
    assert "shorter" in health.secret_key()


def test_static_files_have_to_be_collected(settings: Any) -> None:
    assert "not collected" in health.static_files()
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)
    assert health.static_files() == ""


@pytest.mark.database
def test_the_database_is_sound(db: None) -> None:
    assert health.database() == ""
    assert health.migrations() == ""


@pytest.mark.database
def test_stored_results_that_nothing_accounts_for_are_named(assessment: Assessment) -> None:
    assert health.stored_results() == ""
    assert "1 assessments are to be computed" in health.stored_results_remark()
    recompute_stale()
    assert health.stored_results_remark() == ""
    CriterionResult.objects.filter(criterion="CS3").update(met=7)
    assert health.stored_results() == "alpha 2569: CS3"


def test_a_job_that_nobody_takes_is_noticed(db: None) -> None:
    OrmQ.objects.create(key="pmqa", payload="", lock=timezone.now())
    assert health.worker() == ""
    OrmQ.objects.create(key="pmqa", payload="", lock=timezone.now() - 2 * health.JOB_MAY_WAIT)
    assert "1 jobs have waited" in health.worker()


def test_the_doctor_ends_with_an_error_when_something_is_wrong(db: None, settings: Any) -> None:
    settings.DEBUG = True
    said = io.StringIO()
    with pytest.raises(CommandError, match="found something wrong"):
        call_command("doctor", stdout=said)
    assert "WRONG  Configuration: PMQA_DEBUG is on" in said.getvalue()
    assert "ok     Tables" in said.getvalue()
