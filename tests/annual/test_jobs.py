"""An annual report as a job: every unit once, whoever works on it and whatever becomes of a worker."""

import errno
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from pmqa.annual import assembling, claims, jobs, zip_file
from pmqa.annual.keeping import remove_old
from pmqa.annual.models import KEPT_DAYS, SILENT_TOO_LONG, AnnualJob, AnnualPart
from pmqa.cycle.models import Assessment
from pmqa.evidence.durable import open_stored
from pmqa.notices.models import Notice
from pmqa.organization.models import Person, Role
from tests.annual.conftest import do_all, do_next

pytestmark = pytest.mark.django_db
State = AnnualJob.State
Ask = Callable[..., AnnualJob]


def fresh(job: AnnualJob) -> AnnualJob:
    return AnnualJob.objects.select_related("round").get(pk=job.pk)


def archive(job: AnnualJob) -> zipfile.ZipFile:
    with open_stored(fresh(job).stored) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def stored_files(settings: Any) -> list[str]:
    return [path.name for path in (Path(settings.MEDIA_ROOT) / "annual").rglob("*") if path.is_file()]


def test_from_the_request_to_a_file_whose_hashes_agree(
    ask: Ask, drawn: list[str], centre: Person, settings: Any
) -> None:
    job = ask()
    do_all()
    job = fresh(job)
    assert (job.state, job.error, job.progress.made) == (State.DONE, "", 3)
    with archive(job) as whole:
        names = whole.namelist()
        assert names == [f"reports/{code}.pdf" for code in ("alpha", "bravo", "charlie")] + [
            "SHA256SUMS",
            "manifest.json",
            "manifest.csv",
        ]
        told = json.loads(whole.read("manifest.json"))["units"]
        for line in told:
            pdf = whole.read(line["file"])
            assert (len(pdf), hashlib.sha256(pdf).hexdigest()) == (line["bytes"], line["sha256"])
            assert line["pages"] == 1
            assert f"{line['sha256']}  {line['file']}\n" in whole.read("SHA256SUMS").decode()
    assert stored_files(settings) == [Path(job.stored).name]  # no piece is left
    notice = Notice.objects.get(person=centre)
    assert (notice.kind, notice.year, notice.subject) == ("ANNUAL_DONE", 2569, "ZIP")


def test_two_who_ask_have_one_job_and_both_are_told(ask: Ask, drawn: list[str], person: Any) -> None:
    second = person("second", Role.Kind.HEADQUARTERS)
    assert ask().pk == ask(by=second).pk
    do_all()
    assert drawn == ["alpha", "bravo", "charlie"]
    assert Notice.objects.filter(kind="ANNUAL_DONE").count() == 2
    assert AnnualJob.objects.count() == 1


def test_what_a_killed_worker_had_taken_is_made_by_another_and_nothing_twice(ask: Ask, drawn: list[str]) -> None:
    job = ask()
    assert jobs.make_next(job)
    assert claims.take(job)  # and here it is killed, and its tasks with it
    OrmQ.objects.all().delete()
    jobs.work(job.pk)
    assert drawn == ["alpha", "charlie"]
    assert fresh(job).state == State.RUNNING  # bravo is not ended, so nothing is put together
    assert jobs.look_after() == 0
    long_ago = timezone.now() - SILENT_TOO_LONG * 2
    AnnualPart.objects.filter(state="TAKEN").update(claimed_at=long_ago)
    AnnualJob.objects.update(moved_at=long_ago)
    assert jobs.look_after() == 1
    do_all()
    assert drawn == ["alpha", "charlie", "bravo"]
    assert fresh(job).state == State.DONE


def test_who_was_thought_lost_and_ends_too_late_leaves_no_second_file(
    ask: Ask, drawn: list[str], settings: Any
) -> None:
    job = ask()
    late = claims.take(job)
    outcomes = zip_file.make(job, late)
    AnnualPart.objects.filter(state="TAKEN").update(claimed_at=timezone.now() - SILENT_TOO_LONG * 2)
    assert jobs.make_next(job)
    assert not claims.end(late, outcomes)
    kept = AnnualPart.objects.get(assessment__unit__code="alpha").stored
    assert kept != outcomes[late[0].pk].stored


def test_a_unit_over_which_workers_are_lost_again_and_again_is_given_up(ask: Ask, drawn: list[str]) -> None:
    job = ask()
    AnnualPart.objects.filter(assessment__unit__code="bravo").update(attempts=claims.MOST_ATTEMPTS)
    do_all()
    assert drawn == ["alpha", "charlie"]
    assert fresh(job).progress.failed == 1


def test_a_bad_unit_is_told_of_and_stops_nothing(
    ask: Ask, drawn: list[str], monkeypatch: pytest.MonkeyPatch, units: list[Assessment]
) -> None:
    draw = zip_file.report_file

    def fails(assessment: Assessment, **options: Any) -> bytes:
        if assessment == units[1]:
            raise ValueError("a damaged photograph")
        return draw(assessment, **options)

    monkeypatch.setattr(zip_file, "report_file", fails)
    job = ask()
    do_all()
    assert (fresh(job).state, fresh(job).progress.failed) == (State.DONE, 1)
    with archive(job) as whole:
        assert "reports/bravo.pdf" not in whole.namelist()
        told = {line["unit"]: line["error"] for line in json.loads(whole.read("manifest.json"))["units"]}
    assert told["bravo"]
    assert not told["alpha"]


def test_a_job_is_cancelled_between_units_and_leaves_no_file(
    ask: Ask, drawn: list[str], centre: Person, settings: Any
) -> None:
    job = ask()
    assert jobs.make_next(job)
    taken = claims.take(job)
    outcomes = zip_file.make(job, taken)
    assert jobs.cancel(job=job, by=centre, at=timezone.now())
    assert not jobs.cancel(job=job, by=centre, at=timezone.now())
    assert not claims.end(taken, outcomes)
    zip_file_left = [outcome.stored for outcome in outcomes.values()]
    do_all()
    assert drawn == ["alpha", "bravo"]
    assert stored_files(settings) == [Path(name).name for name in zip_file_left]  # which `make_next` would remove
    assert ask().pk != job.pk


def test_a_job_that_is_cancelled_while_it_is_put_together_leaves_no_file(
    ask: Ask, drawn: list[str], centre: Person, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembling, "A_BEAT", 0)
    job = ask()
    while jobs.make_next(job):
        pass
    assert assembling.take_assembling(job)
    assert not assembling.take_assembling(job)
    jobs.cancel(job=job, by=centre, at=timezone.now())
    assembling.assemble(job)
    do_all()
    assert stored_files(settings) == []


@pytest.mark.parametrize("where", ["store_bytes", "store_stream"])
def test_a_full_disk_ends_the_job_with_a_clear_word_and_it_can_go_on(
    where: str, ask: Ask, drawn: list[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    module = {"store_bytes": zip_file, "store_stream": assembling}[where]
    store, calls = getattr(module, where), []

    def full(*given: Any) -> str:
        calls.append(given)
        if len(calls) == (2 if where == "store_bytes" else 1):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return str(store(*given))

    monkeypatch.setattr(module, where, full)
    job = ask()
    do_all()
    job = fresh(job)
    assert (job.state, job.error) == (State.FAILED, "ดิสก์เต็ม ไม่มีไฟล์ที่ไม่สมบูรณ์ค้างอยู่ เพิ่มพื้นที่แล้วกด “ทำต่อ”")
    assert Notice.objects.filter(kind="ANNUAL_FAILED").count() == 1
    before = len(drawn)
    assert jobs.go_on(job=job, at=timezone.now())
    assert not jobs.go_on(job=job, at=timezone.now())
    do_all()
    assert fresh(job).state == State.DONE
    assert len(drawn) - before == (2 if where == "store_bytes" else 0)
    assert len(stored_files(settings)) == 1


def test_a_piece_that_is_not_what_was_stored_never_comes_into_the_file(
    ask: Ask, drawn: list[str], settings: Any
) -> None:
    job = ask()
    while jobs.make_next(job):
        pass
    piece = Path(settings.MEDIA_ROOT) / AnnualPart.objects.get(number=1).stored
    piece.write_bytes(b"%PDF another")
    do_all()
    assert fresh(job).state == State.FAILED


def test_a_report_is_kept_for_thirty_days(ask: Ask, drawn: list[str], settings: Any) -> None:
    job = ask()
    do_all()
    finished = fresh(job).finished_at
    assert finished
    day = timezone.timedelta(days=1)
    assert remove_old(finished + KEPT_DAYS * day) == 0
    assert remove_old(finished + KEPT_DAYS * day + day) == 1
    assert (AnnualJob.objects.count(), AnnualPart.objects.count(), stored_files(settings)) == (0, 0, [])


def test_a_list_that_is_opened_as_a_sheet_holds_no_formula(ask: Ask, drawn: list[str], units: list[Assessment]) -> None:
    units[0].unit.name = "=1+1"
    units[0].unit.save()
    job = ask()
    do_all()
    with archive(job) as whole:
        assert ",'=1+1," in whole.read("manifest.csv").decode()


def test_a_round_without_units_gives_a_sound_file(ask: Ask, units: list[Assessment]) -> None:
    Assessment.objects.all().delete()
    job = ask()
    do_next()
    do_all()
    assert fresh(job).state == State.DONE
