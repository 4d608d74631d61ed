"""The work on a file of answers: small files at once, long ones by the worker. Named changes of an import."""

import datetime
import logging
import time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_q.tasks import async_task

from pmqa.answer_files import kept
from pmqa.answer_files.checking import checked
from pmqa.answer_files.headings import LEAVE_OUT, matched
from pmqa.answer_files.meaning import own_headings, wanted_of
from pmqa.answer_files.plan import Plan, proposed
from pmqa.answer_files.profile import FileProfile, profile_of, saved_profile
from pmqa.answer_files.storing import MovedOn, conceal, remove, show, store_until
from pmqa.evidence.actions import Closed
from pmqa.exchange.workbook import WorkbookRefused
from pmqa.organization.models import Person
from satisfaction.models import AnswerImport, Questionnaire
from satisfaction.public_form import asked_of

State = AnswerImport.State
AT_ONCE = 300_000  # bytes of a file that is read while the person waits: half a second
CELLS_AT_ONCE = 20_000  # answers that are stored while the person waits
RESPONSES_AT_ONCE = 1_000  # responses that are deleted while the person waits
# A task stores for so long and then makes the next one: the worker gives up a task after ten minutes.
SLICE = 240  # seconds

logger = logging.getLogger(__name__)


def begin(*, questionnaire: Questionnaire, name: str, digest: str, called: str, language: str, by: Person) -> Any:
    """An import of the kept file `name`, to be read by `read_file`."""
    return AnswerImport.objects.create(
        questionnaire=questionnaire, kept=name, digest=digest, called=called, language=language, by=by
    )


def start_reading(held: AnswerImport) -> None:
    """Reads a small file now, and has a long one read by the worker."""
    if kept.size_of(held.kept) <= AT_ONCE:
        read_file(held.pk)
    else:
        async_task(read_file, held.pk)


def start_storing(*, held: AnswerImport, again: bool) -> None:
    """Lets the file be stored as its plan says. Call inside `writing`, then `go_on` behind it.

    ValidationError when something is still wrong, when the import has begun, or when the same file was imported before
    and this is not meant to be a second one (`again`).
    """
    profile = profile_kept(held)
    if profile is None or held.state != State.READY:
        raise ValidationError(_("This import was begun already, or its file is no longer kept."))
    if checked(profile, Plan(**held.plan), asked_of(held.questionnaire)).wrong:
        raise ValidationError(_("Nothing is imported yet. Mend what is marked below."))
    if not again and same_file(held) is not None:
        raise ValidationError(_("This file was imported before. Tick below that it is to be imported again."))
    held.state, held.is_again, held.moved_at = State.STORING, again, timezone.now()
    held.rows, held.last_row = profile.last_row, profile.heading_row
    held.save()


def go_on(held: AnswerImport) -> None:
    """Stores a small file now, and has a long one stored by the worker."""
    profile = profile_kept(held)
    cells = profile.rows * len(Plan(**held.plan).columns) if profile else 0
    if cells <= CELLS_AT_ONCE:
        store_file(held.pk)
    else:
        async_task(store_file, held.pk)


def same_file(held: AnswerImport) -> AnswerImport | None:
    """The import of the same file into the same questionnaire that stands or is being done."""
    same = held.questionnaire.imports.filter(digest=held.digest, state__in=[State.STORING, State.DONE])
    return same.exclude(pk=held.pk).first()


def profile_kept(held: AnswerImport) -> FileProfile | None:
    """The profile of the file while it is kept."""
    try:
        return saved_profile(kept.kept_profile(held.kept)) if held.kept else None
    except OSError:
        return None


def read_file(pk: int) -> None:
    """The task that reads a file for its matching. Called twice, it does the same twice. Never raises: what goes wrong
    is told on the page of the import."""
    held = AnswerImport.objects.select_related("questionnaire__survey__assessment__round").filter(pk=pk).first()
    if held is None or held.state != State.READING:
        return
    with override(held.language):
        try:
            _read(held)
        except Exception as error:
            _fail(held, error)


def _read(held: AnswerImport) -> None:
    asked = asked_of(held.questionnaire)
    wanted, own = wanted_of(asked), own_headings()

    def fits(headings: Any) -> int:
        return sum(found != LEAVE_OUT for found in matched([text[:500] for text in headings], wanted, own))

    def tick(row: int) -> None:
        AnswerImport.objects.filter(pk=held.pk).update(rows=row, moved_at=timezone.now())

    with kept.file_at(held.kept) as path:
        profile = profile_of(path, fits, tick)
    if not profile.rows:
        raise ValidationError(_("The file holds headings only, or nothing at all."))
    kept.keep_profile(held.kept, profile.as_bytes())
    survey = held.questionnaire.survey
    plan = proposed(profile, asked, min(timezone.localdate(), survey.ends_on or datetime.date.max))
    AnswerImport.objects.filter(pk=held.pk, state=State.READING).update(
        state=State.READY, plan=plan.stored(), rows=profile.rows, moved_at=timezone.now()
    )


def store_file(pk: int) -> None:
    """The task that stores a file, or a slice of a very long one. Called twice, it stores once. Never raises."""
    held = AnswerImport.objects.select_related("questionnaire__survey__assessment__round", "by").filter(pk=pk).first()
    if held is None or held.state != State.STORING:
        return
    with override(held.language):
        try:
            if store_until(held, time.monotonic() + SLICE):
                show(held)
                kept.discard(held.kept)
            else:
                async_task(store_file, held.pk)
        except MovedOn:
            return
        except Exception as error:
            _fail(held, error)


def _fail(held: AnswerImport, error: Exception) -> None:
    known = isinstance(error, WorkbookRefused | ValidationError | Closed)
    if not known:
        logger.error("The import of answers %s failed.", held.pk, exc_info=error)
    open_still = AnswerImport.objects.filter(pk=held.pk, state__in=[State.READING, State.READY, State.STORING])
    if open_still.update(state=State.FAILED, error=_explained(error), kept="", moved_at=timezone.now()):
        kept.discard(held.kept)
        remove(held)


def _explained(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return str(error.messages[0])
    if isinstance(error, WorkbookRefused | Closed):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return _("The file is no longer kept here. Send it again.")
    return _("Something went wrong while the file was read. It was written down for the administrator.")


def take_back(*, held: AnswerImport, by: Person, at: datetime.datetime) -> None:
    """Takes the whole import back: from now on nothing counts it. Call inside `writing`, then `finish_taking_back`.
    Nothing happens to one that was taken back already."""
    if held.state not in (State.TAKEN_BACK, State.FAILED):
        conceal(held, by=by, at=at)


def finish_taking_back(held: AnswerImport) -> None:
    """Deletes what was taken back: little at once, much by the worker."""
    kept.discard(held.kept)
    if held.stored <= RESPONSES_AT_ONCE:
        remove(held)
    else:
        async_task(remove_taken_back, held.pk)


def remove_taken_back(pk: int) -> None:
    """The task that deletes the answers of an import that was taken back."""
    held = AnswerImport.objects.filter(pk=pk).first()
    if held is not None:
        remove(held)


def clear_away(now: datetime.datetime) -> None:
    """What the night does: kept files older than a day go, imports that wait for them fail, remains are deleted."""
    kept.clear_away()
    old = now - datetime.timedelta(seconds=kept.LIFETIME)
    waiting = AnswerImport.objects.filter(state__in=[State.READING, State.READY, State.STORING], moved_at__lt=old)
    for held in waiting:
        with override(held.language):
            _fail(held, FileNotFoundError())
    for held in AnswerImport.objects.filter(responses__questionnaire=None, responses__isnull=False).distinct():
        remove(held)
