"""What a text means as an answer to a question, as a group, a service or a day: codes that are stored."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.answer_files.days import day_of, is_month_first
from pmqa.answer_files.headings import DAY, GROUP, LEAVE_OUT, SERVICE, Wanted
from pmqa.answer_files.values import Choices, scale_of, yes_no_of
from pmqa.thai.text import fold
from satisfaction.models import Question
from satisfaction.public_form import LONGEST_ANSWER, SCALE, SCALES, YES_NO, Asked, told

Kind = Question.Kind
BLANK = "-"  # a value that stands for no answer
EVERY_OTHER = "*"  # stands for all values of a column of which nothing else was said
NAMELESS = ("No group named", "No service named")

# A text to the codes that it means and the parts of it that mean nothing known.
Reading = tuple[tuple[str, ...], tuple[str, ...]]


def key_of(text: str) -> str:
    """A short name for a text in forms and plans: alike texts have the same."""
    return hashlib.sha256(fold(text).encode()).hexdigest()[:16]


@dataclass
class Meaning:
    """How the texts of one column are read. `labels` are the codes that a person may choose for an unknown text."""

    target: str
    labels: Mapping[str, str]
    read: Callable[[str], Reading]
    by_hand: Mapping[str, str] = field(default_factory=dict)
    _known: dict[str, Reading] = field(default_factory=dict)

    def of(self, text: str) -> Reading:
        """The codes and unknown parts of a text, what was said by hand taken into account."""
        found = self._known.get(text)
        if found is None:
            found = self._said(*self.read(text))
            if len(text) <= 200:
                self._known[text] = found
        return found

    def _said(self, codes: tuple[str, ...], unknown: tuple[str, ...]) -> Reading:
        if not unknown or not self.by_hand:
            return codes, unknown
        other = self.by_hand.get(EVERY_OTHER, "")
        said = [self.by_hand.get(key_of(part), other) for part in unknown]
        rest = tuple(part for part, code in zip(unknown, said, strict=True) if not code)
        return tuple(dict.fromkeys([*codes, *(code for code in said if code and code != BLANK)])), rest


def meaning_of(target: str, asked: Asked, by_hand: Mapping[str, str], texts: Iterable[str] = ()) -> Meaning:
    """The meaning of a column that becomes `target`; `texts` are its values, by which days are told from months."""
    if target == DAY:
        month_first = is_month_first(texts)
        return Meaning(DAY, {}, lambda text: _day(text, month_first), by_hand)
    if target in (GROUP, SERVICE):
        rows = asked.groups if target == GROUP else asked.services
        choices = Choices.of((str(row.pk), (str(row),)) for row in rows)
        return Meaning(target, {str(row.pk): str(row) for row in rows}, _one(choices, _nameless()), by_hand)
    question = questions_of(asked)[target]
    return Meaning(target, _labels(question), _reader(question), by_hand)


def questions_of(asked: Asked) -> dict[str, Question]:
    """The questions by the codes by which plans name them."""
    return {f"q{question.pk}": question for question in asked.questions}


def targets_of(asked: Asked) -> dict[str, str]:
    """Everything that a column can become, with its words."""
    fixed = {LEAVE_OUT: _("Leave this column out"), DAY: _("Day of the answer"), GROUP: _("Group")}
    if asked.services:
        fixed[SERVICE] = _("Service")
    return fixed | {code: told(question) for code, question in questions_of(asked).items()}


def wanted_of(asked: Asked) -> list[Wanted]:
    return [
        Wanted(f"q{question.pk}", (question.text, question.text_en), (section.title, section.title_en))
        for section in asked.sections
        for question in section.questions.all()
    ]


def own_headings() -> dict[str, list[str]]:
    """How our own files and pages call the group and the service, in both languages."""
    found: dict[str, list[str]] = {GROUP: [], SERVICE: []}
    for language in ("th", "en"):
        with override(language):
            found[GROUP] += [_("Group"), _("Which group do you belong to?")]
            found[SERVICE] += [_("Service"), _("Which service is it about?")]
    return found


def _nameless() -> frozenset[str]:
    """How our own files say that no group or service is named."""
    words = set()
    for language in ("th", "en"):
        with override(language):
            words |= {fold(_(each)) for each in NAMELESS}
    return frozenset(words)


def _labels(question: Question) -> Mapping[str, str]:
    if question.kind in SCALES:
        return {code: f"{code} · {label}" for code, label in SCALE}
    if question.kind == Kind.DISSATISFACTION:
        return {code: str(label) for code, label in YES_NO}
    return {str(each.pk): told(each) for each in question.choices.all()}


def _reader(question: Question) -> Callable[[str], Reading]:
    if question.kind == Kind.TEXT:
        return _text
    if question.kind in SCALES:
        return lambda text: _coded(scale_of(text), text)
    if question.kind == Kind.DISSATISFACTION:
        return lambda text: _coded(yes_no_of(text), text)
    choices = Choices.of((str(each.pk), (each.text, each.text_en)) for each in question.choices.all())
    return choices.several if question.kind == Kind.MULTIPLE else _one(choices)


def _coded(value: object, text: str) -> Reading:
    return ((str(value),), ()) if value is not None else ((), (text,))


def _one(choices: Choices, blank: frozenset[str] = frozenset()) -> Callable[[str], Reading]:
    return lambda text: ((), ()) if fold(text) in blank else _coded(choices.one(text), text)


def _text(text: str) -> Reading:
    return ((text,), ()) if len(text) <= LONGEST_ANSWER else ((), (text,))


def _day(text: str, month_first: bool) -> Reading:
    day = day_of(text, month_first=month_first)
    return _coded(day.isoformat() if day else None, text)
