"""Named changes of a questionnaire: only a draft is written; what is published never changes.

Call each inside `writing` of the survey's assessment: nobody else designs, publishes or closes meanwhile.
"""

import datetime
import secrets
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Model, QuerySet
from django.utils.translation import gettext as _

from pmqa.door.codes import SIGNS, code_for, digest_of, read_code
from pmqa.evidence.history import changed_rows, kept_values
from pmqa.evidence.models import RowChange
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person
from satisfaction.forms import MOST_TOKENS
from satisfaction.models import AnswerToken, Choice, Question, Questionnaire, SatisfactionSurvey, Section
from satisfaction.starters import Asks, Part

State = Questionnaire.State
CODE_LENGTH = 10
TOKEN_LENGTH = 12
MOST_SECTIONS, MOST_QUESTIONS = 20, 100


def draft_of(survey: SatisfactionSurvey) -> Questionnaire | None:
    """The version that is being written, if there is one."""
    return survey.questionnaires.filter(state=State.DRAFT).first()


def running_of(survey: SatisfactionSurvey) -> Questionnaire | None:
    """The newest version that was published, whether it still takes answers or not."""
    return survey.questionnaires.exclude(state=State.DRAFT).first()


def parts_of(questionnaire: Questionnaire) -> tuple[Part, ...]:
    """The questions of `questionnaire`, to be written into another."""
    sections = questionnaire.sections.prefetch_related("questions__choices")
    return tuple(
        Part(each.title, each.title_en, tuple(_asks(question) for question in each.questions.all()))
        for each in sections
    )


def _asks(question: Question) -> Asks:
    choices = tuple((each.text, each.text_en) for each in question.choices.all())
    words = (question.kind, question.text, question.text_en, question.help, question.help_en, question.required)
    return Asks(*words, choices)


def start_draft(*, survey: SatisfactionSurvey, parts: Sequence[Part], like: Questionnaire | None = None) -> Any:
    """A draft with the questions in `parts` and the settings of `like`. ValidationError when there is a draft."""
    if draft_of(survey) is not None:
        raise ValidationError(_("A draft is being written already. Publish it or throw it away first."))
    last = survey.questionnaires.aggregate(last=Max("version"))["last"] or 0
    draft = Questionnaire(survey=survey, version=last + 1, code=_new_code())
    if like is not None:
        draft.access, draft.scale = like.access, like.scale
    draft.save()
    for place, part in enumerate(parts, start=1):
        section = Section.objects.create(questionnaire=draft, position=place, title=part.title, title_en=part.title_en)
        for number, asks in enumerate(part.asks, start=1):
            _write(Question(section=section, position=number), asks)
    return draft


def _new_code() -> str:
    """A code for the address of a public page: not to be guessed, short enough to be typed."""
    return "".join(secrets.choice(SIGNS.lower()) for _place in range(CODE_LENGTH))


def _write(question: Question, asks: Asks) -> None:
    for name in ("kind", "text", "text_en", "help", "help_en", "required"):
        setattr(question, name, getattr(asks, name))
    question.save()
    question.choices.all().delete()
    Choice.objects.bulk_create(
        Choice(question=question, position=place, text=text, text_en=english)
        for place, (text, english) in enumerate(asks.choices, start=1)
    )


def drafted(survey: SatisfactionSurvey) -> Questionnaire:
    """The draft of `survey`, to be changed. ValidationError when there is none: what is published never changes."""
    found = draft_of(survey)
    if found is None:
        raise ValidationError(_("What is published never changes. Make a new version to change the questions."))
    return found


def save_section(*, survey: SatisfactionSurvey, section: Section | None, values: Mapping[str, Any]) -> None:
    """Adds or changes a section of the draft."""
    draft = drafted(survey)
    if section is None:
        if draft.sections.count() >= MOST_SECTIONS:
            raise ValidationError(_("A questionnaire has at most %(count)s sections."), params={"count": MOST_SECTIONS})
        section = Section(questionnaire=draft, position=_next(draft.sections.all()))
    _held(section.questionnaire, draft)
    section.title, section.title_en = values["title"], values["title_en"]
    section.save()


def save_question(*, survey: SatisfactionSurvey, section: Section, question: Question | None, asks: Asks) -> None:
    """Adds a question to the section of the draft, or changes one of it."""
    draft = drafted(survey)
    _held(section.questionnaire, draft)
    if question is None:
        if Question.objects.filter(section__questionnaire=draft).count() >= MOST_QUESTIONS:
            raise ValidationError(
                _("A questionnaire has at most %(count)s questions."), params={"count": MOST_QUESTIONS}
            )
        question = Question(section=section, position=_next(section.questions.all()))
    _write(question, asks)


def save_settings(*, survey: SatisfactionSurvey, values: Mapping[str, Any]) -> None:
    draft = drafted(survey)
    for name in ("access", "scale", "closes_on"):
        setattr(draft, name, values[name])
    draft.save()


def _held(questionnaire: Questionnaire, draft: Questionnaire) -> None:
    if questionnaire != draft:
        raise ValidationError(_("What is published never changes. Make a new version to change the questions."))


def _next(rows: "QuerySet[Any]") -> int:
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def part_in(draft: Questionnaire, kind: str, pk: int | None) -> Any:
    """The section or question of `draft` with this id; None when it is not there."""
    if kind == "section":
        return draft.sections.filter(pk=pk).first()
    return Question.objects.filter(section__questionnaire=draft, pk=pk).first()


def delete_part(*, survey: SatisfactionSurvey, kind: str, pk: int | None) -> None:
    """Takes a section with its questions, or a question, out of the draft. What is gone already stays gone."""
    found = part_in(drafted(survey), kind, pk)
    if found is not None:
        found.delete()


def move_part(*, survey: SatisfactionSurvey, kind: str, pk: int | None, up: bool) -> None:
    """Changes places with the neighbour above or below; at the end nothing happens."""
    found = part_in(drafted(survey), kind, pk)
    if found is None:
        return
    rows: list[Any] = list(found.questionnaire.sections.all() if kind == "section" else found.section.questions.all())
    at = rows.index(found)
    to = at - 1 if up else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
        _place(rows)


def _place(rows: Sequence[Model]) -> None:
    for position, each in enumerate(rows, start=1):
        type(each)._default_manager.filter(pk=each.pk).update(position=position)


def discard_draft(*, survey: SatisfactionSurvey) -> None:
    drafted(survey).delete()


def publish(*, survey: SatisfactionSurvey, at: datetime.datetime, today: datetime.date) -> None:
    """Opens the draft to answers and closes the version before. ValidationError says what is missing."""
    draft = drafted(survey)
    if not Question.objects.filter(section__questionnaire=draft).exists():
        raise ValidationError(_("There is no question yet."))
    if draft.sections.filter(questions=None).exists():
        raise ValidationError(_("A section has no question. Delete it, or add one."))
    if not survey.groups.filter(deleted_at=None).exists():
        raise ValidationError(_("The survey names no group. Name whom it asks in the table first."))
    if draft.closes_on and draft.closes_on < today:
        raise ValidationError(_("The last day of answers is past. Change the settings first."))
    close(survey=survey)
    draft.state, draft.published_at = State.PUBLISHED, at
    draft.save()


def close(*, survey: SatisfactionSurvey) -> None:
    """Takes no more answers from the public; sheets of paper may still be entered."""
    survey.questionnaires.filter(state=State.PUBLISHED).update(state=State.CLOSED)


def close_by_hand(*, table: EvidenceTable, survey: SatisfactionSurvey, by: Person, at: datetime.datetime) -> None:
    """Closes the version that takes answers, if there is one, and says so in the history of the survey's row."""
    found = running_of(survey)
    if found is not None and found.state == State.PUBLISHED:
        close(survey=survey)
        found.state = State.CLOSED
        _remember(table, survey, found, by, at)


def move_last_day(
    *,
    table: EvidenceTable,
    survey: SatisfactionSurvey,
    closes_on: datetime.date | None,
    by: Person,
    at: datetime.datetime,
    today: datetime.date,
) -> None:
    """The newest published version takes answers until the end of `closes_on`, None for until it is closed by hand; a
    closed one is opened again. Its questions stay as they are. ValidationError says why not."""
    found = running_of(survey)
    if found is None:
        raise ValidationError(_("No version is published yet."))
    if closes_on is not None and closes_on < today:
        raise ValidationError({"closes_on": _("The last day of answers cannot be in the past.")})
    if (found.closes_on, found.state) == (closes_on, State.PUBLISHED):
        return
    found.closes_on, found.state = closes_on, State.PUBLISHED
    found.save(update_fields=["closes_on", "state"])
    _remember(table, survey, found, by, at)


def _remember(
    table: EvidenceTable, survey: SatisfactionSurvey, found: Questionnaire, by: Person, at: datetime.datetime
) -> None:
    """Tells in the history of the row how `found` stands now."""
    beside = {"answers": found.state, "closes_on": found.closes_on or ""}
    values = {**kept_values(table, table.values_of(survey)), **beside}
    changed_rows([survey], [values], RowChange.Action.CHANGED, by, at)


def token_for(key: uuid.UUID, number: int) -> str:
    """The token with this number of the list made by the form with `key`: always the same, 60 bits."""
    return code_for(f"survey-token|{number}", key)[:TOKEN_LENGTH]


def read_token(typed: str) -> str:
    """The token meant by what somebody typed or scanned; "" for none."""
    return read_code(typed, TOKEN_LENGTH)


def grouped_token(token: str) -> str:
    return "-".join(token[at : at + 4] for at in range(0, TOKEN_LENGTH, 4))


def make_tokens(*, survey: SatisfactionSurvey, key: uuid.UUID, count: int) -> None:
    """Makes the tokens of the form with `key`, of which hashes are kept. ValidationError says why not."""
    found = survey.questionnaires.filter(state=State.PUBLISHED, access=Questionnaire.Access.TOKENS).first()
    if found is None:
        raise ValidationError(_("Tokens are made for a published questionnaire that is answered by tokens."))
    if not 1 <= count <= MOST_TOKENS:
        raise ValidationError(_("Make 1 to %(count)s tokens at once."), params={"count": MOST_TOKENS})
    AnswerToken.objects.bulk_create(
        AnswerToken(questionnaire=found, digest=digest_of(token_for(key, number))) for number in range(count)
    )


def tokens_of(questionnaire: Questionnaire, key: uuid.UUID) -> list[str]:
    """The tokens that the form with `key` made, sent once or twice."""
    tokens = {digest_of(token): token for token in (token_for(key, number) for number in range(MOST_TOKENS))}
    kept = set(AnswerToken.objects.filter(questionnaire=questionnaire).values_list("digest", flat=True))
    return [token for digest, token in tokens.items() if digest in kept]
