"""A unit that asks: two open surveys, one by tokens, the door for complaints; and what it has in its database.

`python -m bench.asked prepare` makes the tables, static files and surveys in PMQA_DATA and prints `Place` as JSON;
`python -m bench.asked stored` prints `Stored`. `stamped` makes what pages that were opened a minute ago hold.
"""

import datetime
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bench.shipped import ROOT

YEAR = 2569
KEY = uuid.UUID(int=7)


@dataclass(frozen=True)
class Place:
    """Addresses of the two surveys, fields of an answer to each, a token, and many stamps of pages opened before."""

    open_path: str
    open_fields: list[list[str]]
    open_words: str
    token_path: str
    token_fields: list[list[str]]
    token_words: str
    token: str
    feedback_path: str
    stamps: list[str]


@dataclass(frozen=True)
class Stored:
    """The texts of the answers to each survey, of those of them that are marked, and of the complaints."""

    open_texts: list[str]
    token_texts: list[str]
    used_tokens: int
    marked_texts: list[str]
    responses: int
    receipts: int
    subjects: list[str]


def environment_of(folder: str, database: str = "") -> dict[str, str]:
    """For the server and for the calls here: behind one proxy, so that each of the crowd has an address."""
    return {"PMQA_DATA": folder, "PMQA_DATABASE_URL": database, "PMQA_PROXIES": "1"}


def prepare(environment: Mapping[str, str], stamps: int) -> Place:
    return Place(**_called(environment, "prepare", str(stamps)))


def stored(environment: Mapping[str, str]) -> Stored:
    return Stored(**_called(environment, "stored"))


def _called(environment: Mapping[str, str], *told: str) -> Any:
    command = [sys.executable, "-m", "bench.asked", *told]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout)


def _prepared(stamps: int) -> Place:
    from satisfaction.actions import make_tokens, token_for

    _make_tables_and_static_files()
    assessment = _assessment()
    opened, keyed = _survey(assessment, "แผนที่เดินเรือ", "OPEN"), _survey(assessment, "ข่าวอากาศ", "TOKENS")
    make_tokens(survey=keyed.survey, key=KEY, count=1)
    open_fields, open_words = _fields(opened)
    token_fields, token_words = _fields(keyed)
    return Place(
        f"/survey/{opened.code}/",
        open_fields,
        open_words,
        f"/survey/{keyed.code}/",
        token_fields,
        token_words,
        token_for(KEY, 0),
        f"/feedback/{assessment.unit.code}/",
        _stamps(stamps),
    )


def _make_tables_and_static_files() -> None:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from pmqa.management.commands.prepare import NOT_SERVED

    # The tables without their past and the files without their compressed twins: the same for the server, and quicker.
    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)


def _assessment() -> Any:
    from pmqa.cycle.models import Assessment, Round
    from pmqa.organization.models import Unit

    opens_on, closes_on = datetime.date(YEAR - 544, 10, 1), datetime.date(2199, 9, 30)
    cycle = Round.objects.create(year=YEAR, opens_on=opens_on, closes_on=closes_on)
    return Assessment.objects.create(unit=Unit.objects.create(code="alpha", name="หน่วยทดสอบ"), round=cycle)


def _survey(assessment: Any, title: str, access: str) -> Any:
    """The first starter, asked of two groups about two services, published."""
    from django.utils import timezone

    from pmqa.evidence.actions import writing
    from pmqa.organization.access import system_person
    from pmqa.profile.models import Group, Service
    from satisfaction.actions import publish, start_draft
    from satisfaction.models import SatisfactionSurvey
    from satisfaction.starters import STARTERS

    at, common = timezone.now(), {"assessment": assessment, "updated_at": timezone.now()}
    survey = SatisfactionSurvey.objects.create(title=title, **common)
    for number in (1, 2):
        survey.groups.add(Group.objects.create(name=f"{title} กลุ่ม {number}", kind="RECIPIENT", **common))
        survey.services.add(Service.objects.create(process=f"{title} บริการ {number}", **common))
    with writing(assessment, system_person(assessment.unit)):
        draft = start_draft(survey=survey, parts=STARTERS[0].parts)
        draft.access = access
        draft.save()
        publish(survey=survey, at=at, today=timezone.localdate())
    return type(draft).objects.get(pk=draft.pk)


def _fields(questionnaire: Any) -> tuple[list[list[str]], str]:
    """A full answer but for the words, and the name of the field that takes them."""
    from satisfaction.models import Question

    values = {"SATISFACTION": "4", "DISSATISFACTION": "0"}
    survey = questionnaire.survey
    fields = [["group", str(survey.groups.first().pk)], ["service", str(survey.services.first().pk)]]
    words = ""
    for question in Question.objects.filter(section__questionnaire=questionnaire).prefetch_related("choices"):
        if question.kind == "TEXT":
            words = f"q{question.pk}"
        else:
            value = values.get(question.kind) or str(question.choices.all()[0].pk)
            fields.append([f"q{question.pk}", value])
    return fields, words


def _stamps(count: int) -> list[str]:
    """Stamps of pages that were opened a minute ago."""
    import time
    from unittest import mock

    from pmqa.door.gate import new_gate

    with mock.patch("time.time", return_value=time.time() - 60):
        return [new_gate().stamp for _each in range(count)]


def _stored() -> Stored:
    from complaints.models import Case
    from satisfaction.models import Answer, AnswerReceipt, AnswerToken, Response

    texts = Answer.objects.exclude(text="")
    of = "response__questionnaire__access"
    return Stored(
        list(texts.filter(**{of: "OPEN"}).values_list("text", flat=True)),
        list(texts.filter(**{of: "TOKENS"}).values_list("text", flat=True)),
        AnswerToken.objects.filter(is_used=True).count(),
        list(texts.filter(response__is_flagged=True).values_list("text", flat=True)),
        Response.objects.count(),
        AnswerReceipt.objects.count(),
        list(Case.objects.values_list("subject", flat=True)),
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmqa.settings")
    import django

    django.setup()
    found = _prepared(int(sys.argv[2])) if sys.argv[1] == "prepare" else _stored()
    print(json.dumps(asdict(found)))
