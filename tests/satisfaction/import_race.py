"""A worker with a file of answers: a process of its own.

`python -m tests.satisfaction.import_race prepare` makes the tables and an import that waits to be stored; `store`
stores it; `count` prints what there is.
"""

import datetime
import io
import os
import sys
from typing import Any

ROWS, QUESTIONS = 3_000, 3
FIRST, LAST = datetime.date(2025, 10, 1), datetime.date(2099, 9, 30)


def main(told: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmqa.settings")
    import django

    django.setup()
    if told == "prepare":
        prepare()
    elif told == "count":
        from satisfaction.models import Answer, AnswerImport, Response

        shown = Response.objects.exclude(questionnaire=None).count()
        held = AnswerImport.objects.get()
        print(held.state, held.stored, Response.objects.count(), shown, Answer.objects.count())
    else:
        from pmqa.answer_files.jobs import store_file
        from satisfaction.models import AnswerImport

        store_file(AnswerImport.objects.get().pk)


def prepare() -> None:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    from pmqa.answer_files.jobs import begin, read_file, start_storing
    from pmqa.answer_files.kept import keep
    from pmqa.cycle.models import Assessment, Round
    from pmqa.evidence.actions import writing
    from pmqa.organization.models import Person, Role, Unit
    from satisfaction.actions import start_draft
    from satisfaction.models import AnswerImport, SatisfactionSurvey
    from satisfaction.starters import STARTERS

    cycle = Round.objects.create(year=2569, opens_on=FIRST, closes_on=LAST)
    unit = Unit.objects.create(code="alpha", name="alpha")
    assessment = Assessment.objects.create(unit=unit, round=cycle)
    Person.objects.create(username="staff")
    Role.objects.create(person=Person.objects.get(), kind=Role.Kind.STAFF, unit=unit)
    survey = SatisfactionSurvey.objects.create(assessment=assessment, title="alpha")
    questionnaire = start_draft(survey=survey, parts=STARTERS[0].parts)
    questions = [each.text for each in asked_questions(questionnaire)]
    lines = [",".join(questions), *(",".join("5" for _question in questions) for _row in range(ROWS))]
    name, digest = keep(io.BytesIO(chr(10).join(lines).encode()))
    told = {"called": "a.csv", "language": "th", "by": Person.objects.get()}
    held = begin(questionnaire=questionnaire, name=name, digest=digest, **told)
    read_file(held.pk)
    with writing(assessment, Person.objects.get()):
        start_storing(held=AnswerImport.objects.get(), again=False)


def asked_questions(questionnaire: Any) -> Any:
    from satisfaction.models import Question

    rated = Question.objects.filter(section__questionnaire=questionnaire, kind="SATISFACTION").exclude(
        text__contains=","
    )
    return rated[:QUESTIONS]


if __name__ == "__main__":
    main(sys.argv[1])
