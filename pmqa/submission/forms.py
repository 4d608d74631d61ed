"""The forms of the unit's own judgement, and of its head's word."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.criterion import Criterion
from pmqa.evidence.fields import ThaiTextField
from pmqa.evidence.guidelines import LETTERS
from pmqa.judging.models import Judgement
from pmqa.organization.models import Person
from pmqa.scoring.engine import asked_of
from pmqa.scoring.profiles import BANDS, CHECKLIST, NOT_APPLICABLE, STEP, Mark, items_of

LONGEST_VERSION = 9


class CertificateForm(forms.Form):
    rank = ThaiTextField(label=_("Rank"), max_length=100, required=False)
    name = ThaiTextField(label=_("First and last name"), max_length=200)
    position = ThaiTextField(label=_("Position"), max_length=200)
    sure = forms.BooleanField(
        label=_("I certify that this evidence is true and complete. It cannot be changed once it is submitted.")
    )

    @staticmethod
    def values_of(person: Person) -> Mapping[str, Any]:
        return {"rank": person.rank, "name": f"{person.first_name} {person.last_name}".strip()}


class TakeBackForm(forms.Form):
    reason = ThaiTextField(label=_("What must be mended"), max_length=1000)


class OwnForm(forms.Form):
    """What the unit says of each item of a criterion: a verdict or per cent, and words."""

    def __init__(
        self, *args: Any, criterion: Criterion, profile: str, held: Mapping[str, Judgement], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.items, self.titles, self.held = items_of(asked_of(criterion), profile), titles_of(criterion), held
        for item in self.items:
            judged = held.get(item)
            self.fields[f"mark-{item}"] = forms.ChoiceField(
                label=_("Own judgement of %(item)s") % {"item": item},
                choices=choices_of(profile),
                required=False,
                initial=code_of(judged),
            )
            self.fields[f"words-{item}"] = ThaiTextField(
                label=_("Words about %(item)s") % {"item": item},
                long=True,
                max_length=2000,
                required=False,
                initial=judged.words if judged else "",
            )
            self.fields[f"mark-{item}"].widget.attrs["class"] = "form-select"
            self.fields[f"words-{item}"].widget.attrs |= {"rows": 2, "class": "form-control"}
            self.fields[f"seen-{item}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=judged.version if judged else 0
            )

    def clean(self) -> None:
        for item in self.items:
            if self.cleaned_data.get(f"mark-{item}") == NOT_APPLICABLE and not self.cleaned_data.get(f"words-{item}"):
                self.add_error(f"words-{item}", _("Say why it is not needed."))

    def said(self) -> Iterator[tuple[str, Mark, str, int]]:
        """Item, mark, words and the version that was seen, of each item that is not as it stands."""
        for item in self.items:
            code, words, seen = (self.cleaned_data[f"{name}-{item}"] for name in ("mark", "words", "seen"))
            held = self.held.get(item)
            if (code, words) != (code_of(held), held.words if held else ""):
                mark = Mark(percent=int(code)) if code.isdecimal() else Mark(code)
                yield item, mark, words, int(seen) if seen.isdecimal() and len(seen) <= LONGEST_VERSION else -1

    def lines(self) -> Iterator[tuple[str, str, Any, Any, Any]]:
        """Item, what is asked, and its three fields, as the page shows them."""
        for item in self.items:
            yield item, self.titles.get(item, ""), self[f"mark-{item}"], self[f"words-{item}"], self[f"seen-{item}"]


def choices_of(profile: str) -> list[tuple[str, Any]]:
    """Nothing said, then the verdicts; or, in bands, the per cent of each band and "not applicable"."""
    nothing = ("", _("nothing said yet"))
    if profile == CHECKLIST:
        return [nothing, *Judgement.Verdict.choices]
    percents = [str(value) for low, high in BANDS for value in range(low, high + 1, STEP)]
    return [nothing, *((value, f"{value} %") for value in percents), (NOT_APPLICABLE, _("Not applicable"))]


def code_of(judged: Judgement | None) -> str:
    if judged is None:
        return ""
    return judged.verdict if judged.percent is None else str(judged.percent)


def titles_of(criterion: Criterion) -> dict[str, str]:
    """What is asked, by the code of the point; the names of the letters, by that of the letter."""
    letters = {f"{criterion.code}/{letter}": str(name) for letter, name in LETTERS.items()}
    return (
        {each.code: str(each.title) for each in criterion.guidelines}
        | letters
        | {f"{criterion.code}/": str(criterion.title)}
    )
