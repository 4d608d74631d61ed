"""Answers are stored here: once, whole or not at all, and without a word about who gave them."""

import datetime
import uuid

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from pmqa.door.codes import digest_of
from pmqa.guards import refused
from satisfaction.models import Answer, AnswerReceipt, AnswerToken, Questionnaire, Response
from satisfaction.public_form import Filled


class NotOpen(Exception):
    """The questionnaire takes no answers now."""


class TokenRefused(Exception):
    """The token is none of this questionnaire, or was used."""


def takes_answers(questionnaire: Questionnaire, today: datetime.date) -> bool:
    """Whether the public may answer now: published, not past its last day, the unit's evidence still open."""
    survey, assessment = questionnaire.survey, questionnaire.survey.assessment
    return (
        questionnaire.state == Questionnaire.State.PUBLISHED
        and survey.deleted_at is None
        and (questionnaire.closes_on is None or today <= questionnaire.closes_on)
        and assessment.takes_evidence
    )


def sent_before(key: uuid.UUID) -> bool:
    """Whether the form with this key was stored."""
    return AnswerReceipt.objects.filter(digest=_receipt(key)).exists()


def _receipt(key: uuid.UUID) -> str:
    return salted_hmac("satisfaction.receipt", key.hex, algorithm="sha256").hexdigest()


def take_answer(
    *,
    questionnaire: Questionnaire,
    filled: Filled,
    key: uuid.UUID,
    token: str,
    today: datetime.date,
    is_flagged: bool = False,
) -> bool:
    """Stores what somebody answered on the public page. False, with nothing stored, when this form was stored before.

    Raises NotOpen, and TokenRefused: of those who come at once with one token, the database lets one pass.
    """
    try:
        with transaction.atomic():
            if not _is_first(key, today):
                return False
            held = Questionnaire.objects.select_related("survey__assessment__round").get(pk=questionnaire.pk)
            if not takes_answers(held, today):
                raise NotOpen
            if held.access == Questionnaire.Access.TOKENS and not _use(held, token):
                raise TokenRefused
            store_response(questionnaire=held, filled=filled, today=today, is_flagged=is_flagged)
    except IntegrityError as error:
        # Submitted between the look and the answer: nobody who answers holds the assessment for himself.
        if refused(error):
            raise NotOpen from None
        raise
    return True


def _is_first(key: uuid.UUID, today: datetime.date) -> bool:
    """Leaves the receipt of the form with this key; False when it lies there already."""
    try:
        with transaction.atomic():
            AnswerReceipt.objects.create(digest=_receipt(key), day=today)
    except IntegrityError:
        return False
    return True


def _use(questionnaire: Questionnaire, token: str) -> bool:
    unused = AnswerToken.objects.filter(questionnaire=questionnaire, digest=digest_of(token), is_used=False)
    return unused.update(is_used=True) == 1


def store_response(
    *,
    questionnaire: Questionnaire,
    filled: Filled,
    today: datetime.date,
    source: str = Response.Source.WEB,
    is_flagged: bool = False,
) -> Response:
    """One response with its answers. Call inside a transaction."""
    response = Response.objects.create(
        questionnaire=questionnaire,
        group=filled.group,
        service=filled.service,
        day=today,
        source=source,
        is_flagged=is_flagged,
    )
    store_answers(response, filled)
    return response


def store_answers(response: Response, filled: Filled) -> None:
    Answer.objects.bulk_create(
        Answer(response=response, question=each.question, value=each.value, choice=each.choice, text=each.text)
        for each in filled.answers
    )


def forget_receipts(today: datetime.date) -> int:
    """Removes the receipts of forms that are too old to be sent again; how many. A form lives for a day."""
    return AnswerReceipt.objects.filter(day__lt=today - datetime.timedelta(days=2)).delete()[0]
