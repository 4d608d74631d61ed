"""Somebody with a token: a process of its own that sends it as often as it is told.

`python -m tests.satisfaction.race prepare` makes the tables and one token; with a number it sends the token as often
and prints how often it was taken.
"""

import datetime
import os
import sys
import uuid

KEY = uuid.UUID(int=7)
DAY = datetime.date(2026, 2, 2)


def main(told: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmqa.settings")
    import django

    django.setup()
    if told == "prepare":
        prepare()
    elif told == "count":
        from satisfaction.models import Answer, AnswerReceipt, AnswerToken, Response

        used = AnswerToken.objects.filter(is_used=True)
        print(*(rows.count() for rows in (Response.objects, Answer.objects, AnswerReceipt.objects, used)))
    else:
        print(sum(send() for _time in range(int(told))))


def prepare() -> None:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    from pmqa.cycle.models import Assessment, Round
    from pmqa.organization.models import Unit
    from satisfaction.actions import make_tokens, start_draft
    from satisfaction.models import Questionnaire, SatisfactionSurvey
    from satisfaction.starters import STARTERS

    cycle = Round.objects.create(year=2569, opens_on=DAY, closes_on=datetime.date(2199, 9, 30))
    assessment = Assessment.objects.create(unit=Unit.objects.create(code="alpha", name="alpha"), round=cycle)
    survey = SatisfactionSurvey.objects.create(assessment=assessment, title="alpha")
    start_draft(survey=survey, parts=STARTERS[0].parts)
    Questionnaire.objects.update(state="PUBLISHED", access="TOKENS")
    make_tokens(survey=survey, key=KEY, count=1)


def send() -> bool:
    from satisfaction.actions import token_for
    from satisfaction.answering import TokenRefused, take_answer
    from satisfaction.models import Question, Questionnaire
    from satisfaction.public_form import Filled, Given

    question = Question.objects.filter(kind="SATISFACTION").first()
    assert question
    told = {"filled": Filled(None, None, (Given(question, value=4),)), "token": token_for(KEY, 0), "today": DAY}
    try:
        return take_answer(questionnaire=Questionnaire.objects.get(), key=uuid.uuid4(), **told)
    except TokenRefused:
        return False


if __name__ == "__main__":
    main(sys.argv[1])
