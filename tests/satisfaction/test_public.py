"""The public page: answers stored once, whole or not at all, and without a word about who gave them."""

import datetime
import html
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pmqa.cycle.models import Assessment, Round
from pmqa.door.codes import digest_of
from pmqa.door.gate import LATEST
from pmqa.management.nightly import nightly
from satisfaction.actions import grouped_token, make_tokens, start_draft, tokens_of
from satisfaction.answering import forget_receipts, take_answer
from satisfaction.models import Answer, AnswerReceipt, AnswerToken, Choice, Question, Questionnaire, Response
from satisfaction.public import MARKED, UNMARKED
from satisfaction.public_form import Filled, Given
from tests.every_table.desk import text_of
from tests.organization.walk import everything
from tests.satisfaction.conftest import PARTS
from tests.satisfaction.people import Respondent, is_thanked, stamp_in

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def questionnaire(published: Callable[..., Questionnaire]) -> Questionnaire:
    return published()


def stored() -> dict[str, list[Any]]:
    """Everything but the counts of the door."""
    return {label: rows for label, rows in everything().items() if label != "door.Throttle"}


@pytest.mark.database
def test_a_full_answer_is_stored_as_it_was_given(questionnaire: Questionnaire) -> None:
    answer = Respondent(questionnaire).send()
    assert is_thanked(answer)
    response = Response.objects.get()
    assert (response.group.name, response.service.process) == ("ชาวประมง", "พยากรณ์อากาศ")
    assert (response.day, response.source, response.is_flagged) == (datetime.date(2026, 2, 2), "WEB", False)
    given = response.answers.order_by("question__section__position", "question__position", "choice__position")
    assert list(given.values_list("question__kind", "value", "choice__text", "text")) == [
        ("SATISFACTION", 4, None, ""),
        ("IMPORTANCE", 5, None, ""),
        ("DISSATISFACTION", 0, None, ""),
        ("SINGLE", None, "ทุกวัน", ""),
        ("MULTIPLE", None, "วิทยุ", ""),
        ("MULTIPLE", None, "เว็บ", ""),
        ("TEXT", None, None, "ขอบคุณ"),
    ]


def test_what_need_not_be_answered_may_be_passed_over(questionnaire: Questionnaire) -> None:
    respondent = Respondent(questionnaire)
    names = respondent.names()
    assert is_thanked(respondent.send(**dict.fromkeys((names[1], *names[3:]), None)))
    assert Answer.objects.count() == 2


def test_nothing_stored_tells_who_answered_or_when(questionnaire: Questionnaire) -> None:
    before = set(map(str, stored().items()))
    respondent = Respondent(questionnaire)
    key = respondent.stamp().split(":")[0]
    respondent.send()
    new = str(set(map(str, stored().items())) - before)
    for apart in ("192.0.2.7", "datetime.datetime(2026, 2, 2, 3", key):
        assert apart not in new.replace(str(questionnaire.published_at), "")
    assert {field.name for field in Response._meta.fields} == {
        "id", "questionnaire", "imported", "group", "service", "day", "source", "is_flagged",
    }  # fmt: skip


@pytest.mark.database
def test_a_form_sent_twice_makes_one_answer_and_thanks_twice(questionnaire: Questionnaire) -> None:
    respondent = Respondent(questionnaire)
    stamp = respondent.stamp()
    assert is_thanked(respondent.send(stamp))
    respondent.client.cookies.clear()  # the second was sent before the first was answered
    assert is_thanked(respondent.send(stamp))
    assert Response.objects.count() == 1


def test_a_form_that_comes_twice_at_once_is_stored_once(questionnaire: Questionnaire) -> None:
    """Both have been asked whether they were stored before, and neither was."""
    question = Question.objects.filter(section__questionnaire=questionnaire).first()
    told = {"filled": Filled(None, None, (Given(question, value=4),)), "key": uuid.uuid4(), "token": ""}
    stored_now = [take_answer(questionnaire=questionnaire, today=timezone.localdate(), **told) for _twice in range(2)]
    assert stored_now == [True, False]
    assert Response.objects.count() == 1


def test_one_browser_gives_one_answer_and_is_told_so(questionnaire: Questionnaire) -> None:
    respondent = Respondent(questionnaire)
    stamps = [respondent.stamp() for _page in range(2)]
    assert is_thanked(respondent.send(stamps[0]))
    again = respondent.open()
    assert "<form method" not in text_of(again).split("</header>")[1]
    answer = respondent.send(stamps[1], **{respondent.names()[-1]: "อีกครั้ง"})
    assert answer.status_code == 409
    assert "อีกครั้ง" in text_of(answer)
    assert Response.objects.count() == 1
    assert is_thanked(Respondent(questionnaire).send())


def test_the_note_in_the_browser_says_nothing_of_the_answer_and_cannot_be_forged(questionnaire: Questionnaire) -> None:
    respondent = Respondent(questionnaire)
    cookie = respondent.send().cookies[f"answered-{questionnaire.code}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie.value.split(":")[0] == questionnaire.code
    other = Respondent(questionnaire)
    other.client.cookies[f"answered-{questionnaire.code}"] = questionnaire.code
    assert is_thanked(other.send())


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, "6"),
        (0, "0"),
        (0, "4.5"),
        (0, ""),
        (0, None),
        (1, "-1"),
        (2, "2"),
        (2, None),
        (3, "999999"),
        (5, "ย" * 2001),
    ],
)
def test_an_answer_outside_the_scale_stores_nothing_and_keeps_the_words(
    questionnaire: Questionnaire, place: int, value: str | None
) -> None:
    before, respondent = stored(), Respondent(questionnaire)
    names = respondent.names()
    told = {names[5]: "คำของฉัน", names[place]: value}
    answer = respondent.send(**told)
    assert answer.status_code == 200
    assert f'id="id_{names[place]}_error"' in text_of(answer)
    assert told[names[5]] in text_of(answer)
    assert stored() == before


def test_a_choice_of_another_question_is_refused(questionnaire: Questionnaire) -> None:
    before, respondent = stored(), Respondent(questionnaire)
    names = respondent.names()
    other = Choice.objects.get(text="โทรสาร").pk
    for told in ({names[3]: other}, {names[4]: [Choice.objects.get(text="วิทยุ").pk, Choice.objects.first().pk]}):
        assert 'role="alert"' in text_of(respondent.send(**told))
    assert stored() == before


def test_a_forged_question_is_refused_with_all_that_came_with_it(
    questionnaire: Questionnaire, published: Callable[..., Questionnaire]
) -> None:
    newer = published()
    foreign = Question.objects.filter(section__questionnaire=questionnaire).first()
    before = stored()
    for name in (f"q{foreign.pk}", "q99999999"):
        answer = Respondent(newer).send(**{name: "5"})
        assert "แบบสอบถามอื่น" in text_of(answer) or "another questionnaire" in text_of(answer)
    assert stored() == before


def test_a_group_that_is_not_asked_is_refused(questionnaire: Questionnaire, fill: Callable[..., Any]) -> None:
    [other] = fill("groups", [{"name": "อื่น", "kind": "ผู้รับบริการ"}])
    before = stored()
    for group in (other.pk, "x", None):
        assert 'id="id_group_error"' in text_of(Respondent(questionnaire).send(group=group))
    assert stored() == before


def test_an_empty_answer_is_no_answer(published: Callable[..., Questionnaire]) -> None:
    optional = published(parts=(PARTS[1],))
    respondent = Respondent(optional)
    answer = respondent.send(**dict.fromkeys(respondent.names(), None))
    assert 'role="alert"' in text_of(answer)
    assert not Response.objects.exists()


@pytest.mark.parametrize("after", [SECOND, LATEST + SECOND])
def test_too_soon_and_too_old_keep_the_answers_and_pass_the_next_time(
    questionnaire: Questionnaire, clock: Any, after: Any
) -> None:
    respondent = Respondent(questionnaire)
    answer = respondent.send(after=after)
    assert "ขอบคุณ</textarea>" in text_of(answer)
    assert not Response.objects.exists()
    clock.shift(after)
    assert is_thanked(respondent.send(stamp_in(answer)))


def test_a_robot_that_fills_the_trap_is_not_stored(questionnaire: Questionnaire) -> None:
    assert 'role="alert"' in text_of(Respondent(questionnaire).send(website="https://example.org"))
    assert not Response.objects.exists()


@pytest.mark.database
def test_the_first_of_a_network_are_taken_the_next_marked_and_the_rest_asked_to_wait(
    questionnaire: Questionnaire, clock: Any
) -> None:
    stamps = [Respondent(questionnaire).stamp() for _robot in range(UNMARKED + MARKED + 5)]
    clock.shift(10)
    answers = [Respondent(questionnaire).send(stamp, after=SECOND) for stamp in stamps]
    assert [each.status_code for each in answers] == [200] * (UNMARKED + MARKED) + [429] * 5
    assert 'value="ขอบคุณ"' in text_of(answers[-1])
    assert answers[-1]["Retry-After"] == "60"
    assert Response.objects.filter(is_flagged=True).count() == MARKED
    assert Response.objects.filter(is_flagged=False).count() == UNMARKED
    assert is_thanked(Respondent(questionnaire, "192.0.2.8").send())
    clock.shift(60)
    assert is_thanked(Respondent(questionnaire).send(stamp_in(answers[-1])))


@pytest.mark.parametrize("how", ["closed", "past", "submitted", "round closed"])
def test_closed_while_being_answered_says_so_and_shows_what_was_typed(
    questionnaire: Questionnaire, how: str, clock: Any
) -> None:
    Questionnaire.objects.update(closes_on=datetime.date(2026, 2, 2))
    respondent = Respondent(questionnaire)
    stamp = respondent.stamp()
    if how == "closed":
        Questionnaire.objects.update(state="CLOSED")
    elif how == "past":
        clock.move_to(datetime.datetime(2026, 2, 2, 17, 0, tzinfo=datetime.UTC))
    elif how == "submitted":
        Assessment.objects.update(state="SUBMITTED")
    else:
        Round.objects.update(is_open=False)
    before = stored()
    answer = respondent.send(stamp, **{respondent.names()[-1]: "คำของฉัน"})
    assert answer.status_code == 409
    for words in ("คำของฉัน", "ชาวประมง", "วิทยุ, เว็บ", "ข่าวถูกต้อง"):
        assert words in text_of(answer)
    assert stored() == before
    again = respondent.open()
    assert again.status_code == 200
    assert 'name="stamp"' not in text_of(again)


def test_on_its_last_day_it_takes_answers(published: Callable[..., Questionnaire]) -> None:
    assert is_thanked(Respondent(published(closes_on=datetime.date(2026, 2, 2))).send())


def test_an_old_poster_leads_to_the_new_version(
    questionnaire: Questionnaire, published: Callable[..., Questionnaire]
) -> None:
    respondent = Respondent(questionnaire)
    stamp = respondent.stamp()
    newer = published()
    assert respondent.open()["Location"] == f"/survey/{newer.code}/"
    answer = respondent.send(stamp)
    assert answer.status_code == 409
    assert f"/survey/{newer.code}/" in text_of(answer)


@pytest.mark.parametrize("method", ["get", "post"])
def test_drafts_and_unknown_codes_are_not_there(questionnaire: Questionnaire, method: str) -> None:
    draft = start_draft(survey=questionnaire.survey, parts=PARTS)
    client = Respondent(questionnaire).client
    for code in (draft.code, "0000000000", "x"):
        assert getattr(client, method)(f"/survey/{code}/").status_code == 404
    assert client.get(f"/survey/{questionnaire.code.upper()}/").status_code == 200
    questionnaire.survey.__class__.objects.update(deleted_at=timezone.now())
    assert getattr(client, method)(f"/survey/{questionnaire.code}/").status_code == 404


def test_reading_writes_nothing_and_is_kept_nowhere(questionnaire: Questionnaire) -> None:
    before = everything()
    answer = Respondent(questionnaire).open()
    assert "no-store" in answer["Cache-Control"]
    assert everything() == before


def test_english_readers_are_asked_in_english_where_there_is_english(questionnaire: Questionnaire) -> None:
    page = text_of(Respondent(questionnaire, language="en").open())
    for words in ("News is right", "Daily", "Service", "ข่าวสำคัญเพียงใด"):
        assert words in page
    assert "ข่าวถูกต้อง" not in page


def test_script_is_shown_as_text(published: Callable[..., Questionnaire]) -> None:
    script = "<script>alert(1)</script>"
    respondent = Respondent(published())
    name = respondent.names()[-1]
    for told in ({name: script, "group": script}, {name: script, "website": script}):
        assert script.encode() not in respondent.send(**told).content
    assert html.escape(script) in respondent.send(**{name: script, "group": script}).content.decode()


class Keys:
    """The tokens of a questionnaire."""

    def __init__(self, questionnaire: Questionnaire, key: Any, count: int = 3) -> None:
        make_tokens(survey=questionnaire.survey, key=key, count=count)
        self.all = tokens_of(questionnaire, key)


@pytest.fixture
def keyed(published: Callable[..., Questionnaire]) -> tuple[Questionnaire, list[str]]:
    found = published(access="TOKENS")
    return found, Keys(found, uuid.uuid4()).all


@pytest.mark.database
def test_a_token_gives_one_answer_however_it_was_copied(keyed: tuple[Questionnaire, list[str]]) -> None:
    found, tokens = keyed
    typed = (tokens[0], grouped_token(tokens[1]).lower(), f" {tokens[2]} ")
    for token in typed:
        assert is_thanked(Respondent(found).send(token=token))
        answer = Respondent(found).send(token=token, **{Respondent(found).names()[-1]: "อีกครั้ง"})
        assert 'id="id_token_error"' in text_of(answer)
        assert "อีกครั้ง" in text_of(answer)
    assert Response.objects.count() == 3
    assert AnswerToken.objects.filter(is_used=True).count() == 3


def test_a_shared_telephone_may_answer_once_for_each_token(keyed: tuple[Questionnaire, list[str]]) -> None:
    found, tokens = keyed
    respondent = Respondent(found)
    for token in tokens:
        assert token in text_of(respondent.open(t=token))
        assert is_thanked(respondent.send(token=token))
    assert f"answered-{found.code}" not in respondent.client.cookies


@pytest.mark.database
def test_all_of_a_ship_who_hold_a_token_are_taken_as_they_are(published: Callable[..., Questionnaire]) -> None:
    """They answer from one address within a minute."""
    found = published(access="TOKENS")
    tokens = Keys(found, uuid.uuid4(), UNMARKED + 2).all
    stamps = [Respondent(found).stamp() for _token in tokens]
    answers = [Respondent(found).send(stamp, token=token) for stamp, token in zip(stamps, tokens, strict=True)]
    assert all(map(is_thanked, answers))
    assert Response.objects.filter(is_flagged=False).count() == len(tokens)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_an_answer_waits_for_the_disk_once(questionnaire: Questionnaire) -> None:
    """Each transaction is such a wait; of them only so many go in a second, however many people answer."""
    respondent = Respondent(questionnaire)
    stamp = respondent.stamp()
    with CaptureQueriesContext(connection) as asked:
        assert is_thanked(respondent.send(stamp))
    assert [each["sql"].split()[0] for each in asked].count("BEGIN") == 1
    before, _begin, inside = (part.upper() for part in " ; ".join(each["sql"] for each in asked).partition("BEGIN"))
    assert "INSERT" not in before + inside.split("COMMIT")[1]


def test_a_wrong_token_and_one_of_another_questionnaire_store_nothing(
    keyed: tuple[Questionnaire, list[str]], published: Callable[..., Questionnaire]
) -> None:
    _old, tokens = keyed
    newer, before = published(access="TOKENS"), stored()
    for token in (tokens[0], "0" * 12, "", "ไม่รู้", "A" * 81):
        assert 'id="id_token_error"' in text_of(Respondent(newer).send(token=token))
    assert stored() == before


def test_an_answer_that_is_not_right_leaves_its_token_unused(keyed: tuple[Questionnaire, list[str]]) -> None:
    found, tokens = keyed
    respondent = Respondent(found)
    respondent.send(token=tokens[0], **{respondent.names()[0]: "9"})
    assert not AnswerToken.objects.filter(is_used=True).exists()
    assert is_thanked(respondent.send(token=tokens[0]))


def test_of_a_token_only_its_hash_is_kept_and_no_answer_points_at_it(keyed: tuple[Questionnaire, list[str]]) -> None:
    found, tokens = keyed
    Respondent(found).send(token=tokens[0])
    everywhere = str(stored())
    assert all(token not in everywhere for token in tokens)
    assert set(AnswerToken.objects.values_list("digest", flat=True)) == {digest_of(token) for token in tokens}
    named = {field.related_model for model in (Response, Answer) for field in model._meta.fields if field.is_relation}
    assert AnswerToken not in named


def test_receipts_are_forgotten_when_their_forms_are_too_old_to_be_sent(questionnaire: Questionnaire) -> None:
    Respondent(questionnaire).send()
    assert forget_receipts(datetime.date(2026, 2, 4)) == 0
    assert AnswerReceipt.objects.exists()
    with time_machine.travel(datetime.datetime(2026, 2, 5, 3, 0, tzinfo=datetime.UTC), tick=False):
        nightly()
    assert not AnswerReceipt.objects.exists()


def test_the_note_is_sent_over_https_only_where_the_house_is(questionnaire: Questionnaire, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    with time_machine.travel(timezone.now(), tick=False):
        cookie = Respondent(questionnaire).send().cookies[f"answered-{questionnaire.code}"]
    assert cookie["secure"]
