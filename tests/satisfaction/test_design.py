"""The design of a questionnaire: written while it is a draft, published once, and never changed again."""

import csv
import datetime
import io
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from satisfaction import actions
from satisfaction.models import AnswerToken, Question, Questionnaire, Response, SatisfactionSurvey, Section
from satisfaction.starters import STARTERS
from tests.every_table.desk import text_of
from tests.organization.walk import everything
from tests.satisfaction.conftest import PARTS
from tests.satisfaction.people import Designer, Respondent, is_thanked

QUESTION = {"kind": "SATISFACTION", "text": "ตรงเวลา", "text_en": "On time", "required": "on"}


def draft() -> Questionnaire:
    return Questionnaire.objects.get(state="DRAFT")


def texts() -> list[str]:
    return list(Question.objects.filter(section__questionnaire__state="DRAFT").values_list("text", flat=True))


@pytest.fixture
def started(designer: Designer) -> Designer:
    """A designer whose survey has a draft with one section, and one question in it."""
    designer.post("survey-draft", {"starter": "blank"})
    designer.save("survey-section-add", {"title": "บริการ", "title_en": "Service"})
    designer.save("survey-question-add", QUESTION, section=Section.objects.get().pk)
    return designer


def test_from_the_table_to_an_answer_and_back(designer: Designer) -> None:
    assessment = designer.survey.assessment
    table = designer.client.get(f"/units/{assessment.unit.code}/{assessment.year}/tables/cs6-surveys/")
    assert designer.url() in text_of(table)
    assert designer.post("survey-draft", {"starter": "service"}).status_code == 302
    assert 'name="stamp"' in text_of(designer.get("survey-preview"))
    designer.save("survey-settings-edit", {"access": "OPEN", "scale": "NEAREST", "closes_on": "31 มี.ค. 2569"})
    designer.post("survey-publish")
    published = Questionnaire.objects.get()
    assert (published.state, published.scale, published.version) == ("PUBLISHED", "NEAREST", 1)
    assert published.closes_on == datetime.date(2026, 3, 31)
    assert f"http://testserver/survey/{published.code}/" in text_of(designer.get())
    assert is_thanked(Respondent(published).send())
    assert [count for _group, count in designer.get().context["by_group"]] == [None, 0]
    designer.post("survey-close")
    assert Questionnaire.objects.get().state == "CLOSED"
    assert not is_thanked(Respondent(published).open())


@pytest.mark.parametrize("starter", STARTERS, ids=lambda each: each.key)
def test_every_starter_can_be_published_once_it_has_questions(designer: Designer, starter: Any) -> None:
    designer.post("survey-draft", {"starter": starter.key})
    assert len(texts()) == sum(len(part.asks) for part in starter.parts)
    assert actions.parts_of(draft()) == starter.parts
    designer.post("survey-publish")
    assert Questionnaire.objects.get().state == ("PUBLISHED" if starter.parts else "DRAFT")


def test_sections_and_questions_are_written_moved_and_deleted(started: Designer) -> None:
    first = Section.objects.get()
    for text in ("สุภาพ", "ถูกต้อง"):
        started.save("survey-question-add", {**QUESTION, "text": text}, section=first.pk)
    question = Question.objects.get(text="สุภาพ")
    started.save("survey-question-edit", {**QUESTION, "text": "สุภาพมาก", "help": "ทุกคน"}, question=question.pk)
    question.refresh_from_db()
    assert (question.text, question.help, question.required) == ("สุภาพมาก", "ทุกคน", True)
    started.post("survey-part-move", {"question": question.pk, "up": "1"})
    assert texts() == ["สุภาพมาก", "ตรงเวลา", "ถูกต้อง"]
    started.post("survey-part-move", {"question": question.pk, "up": "1"})
    started.post("survey-part-move", {"question": Question.objects.get(text="ตรงเวลา").pk})
    assert texts() == ["สุภาพมาก", "ถูกต้อง", "ตรงเวลา"]
    started.post("survey-part-delete", {"question": question.pk})
    assert texts() == ["ถูกต้อง", "ตรงเวลา"]
    started.save("survey-section-add", {"title": "ที่สอง"})
    second = Section.objects.get(title="ที่สอง")
    started.post("survey-part-move", {"section": second.pk, "up": "1"})
    assert list(Section.objects.values_list("title", flat=True)) == ["ที่สอง", "บริการ"]
    started.save("survey-section-edit", {"title": "ทั่วไป", "title_en": "General"}, section=second.pk)
    second.refresh_from_db()
    assert (second.title, second.title_en) == ("ทั่วไป", "General")
    started.post("survey-part-delete", {"section": first.pk})
    assert texts() == []


def test_a_deletion_asks_first_and_the_draft_shows_the_help(started: Designer) -> None:
    Question.objects.filter(section__questionnaire__survey=started.survey).update(help="ตอบตามจริง")
    page = text_of(started.get())
    assert page.count("ตอบตามจริง") == Question.objects.count()
    assert page.count(_("The question is deleted. This cannot be undone.")) == Question.objects.count()


def test_choices_are_written_one_a_line_in_both_languages(started: Designer) -> None:
    section = Section.objects.get().pk
    told = {**QUESTION, "kind": "SINGLE", "text": "ทางใด", "choices": " วิทยุ \n\nเว็บ", "choices_en": "Radio\nWeb"}
    started.save("survey-question-add", told, section=section)
    question = Question.objects.get(text="ทางใด")
    assert list(question.choices.values_list("text", "text_en")) == [("วิทยุ", "Radio"), ("เว็บ", "Web")]
    assert "วิทยุ\nเว็บ" in text_of(started.get("survey-question-edit", question=question.pk)).replace("\r", "")
    started.save("survey-question-edit", {**told, "kind": "TEXT"}, question=question.pk)
    assert not question.choices.exists()


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("choices", {"kind": "SINGLE", "choices": ""}),
        ("choices", {"kind": "MULTIPLE", "choices": "เดียว"}),
        ("choices", {"kind": "SINGLE", "choices": "ซ้ำ\nซ้ำ"}),
        ("choices", {"kind": "SINGLE", "choices": "\n".join(map(str, range(31)))}),
        ("choices", {"kind": "SINGLE", "choices": "ก\n" + "ย" * 301}),
        ("choices_en", {"kind": "SINGLE", "choices": "ก\nข", "choices_en": "A"}),
        ("kind", {"kind": "RUMOUR"}),
        ("text", {"text": " "}),
        ("text", {"text": "ย" * 501}),
    ],
)
def test_a_question_that_is_not_right_is_not_stored_and_its_words_stay(
    started: Designer, field: str, told: dict[str, str]
) -> None:
    before = everything()
    sent = {**QUESTION, "help": "คำของฉัน", **told}
    answer = started.save("survey-question-add", sent, section=Section.objects.get().pk)
    assert answer.status_code == 200
    assert f'id="error_1_id_{field}"' in text_of(answer)
    assert "คำของฉัน" in text_of(answer)
    assert everything() == before


def test_who_saves_over_a_colleague_is_told_first_and_may_then_decide(started: Designer) -> None:
    question = Question.objects.get()
    seen = re.search(
        r'name="seen"\s+value="([^"]*)"', text_of(started.get("survey-question-edit", question=question.pk))
    )
    assert seen
    Question.objects.update(text="คำของเพื่อน")
    mine = {**QUESTION, "text": "คำของฉัน"}
    answer = started.post("survey-question-edit", {**mine, "seen": seen[1]}, question=question.pk)
    assert "คำของฉัน" in text_of(answer)
    assert texts() == ["คำของเพื่อน"]
    assert started.save("survey-question-edit", mine, question=question.pk).status_code == 302
    assert texts() == ["คำของฉัน"]


@pytest.mark.database
def test_a_form_sent_twice_is_carried_out_once(started: Designer) -> None:
    key, section = {"sent": str(uuid.uuid4())}, Section.objects.get().pk
    for _twice in range(2):
        started.save("survey-question-add", {**QUESTION, **key, "text": "ครั้งเดียว"}, section=section)
    assert texts() == ["ตรงเวลา", "ครั้งเดียว"]
    moved = {"sent": str(uuid.uuid4()), "question": Question.objects.get(text="ครั้งเดียว").pk, "up": "1"}
    for _twice in range(2):
        started.post("survey-part-move", moved)
    assert texts() == ["ครั้งเดียว", "ตรงเวลา"]


def test_what_is_published_never_changes(started: Designer) -> None:
    section, question = Section.objects.get(), Question.objects.get()
    started.post("survey-publish")
    before = everything()
    for name, given in (
        ("survey-settings-edit", {}),
        ("survey-section-add", {}),
        ("survey-section-edit", {"section": section.pk}),
        ("survey-question-add", {"section": section.pk}),
        ("survey-question-edit", {"question": question.pk}),
    ):
        told = {**QUESTION, "title": "ใหม่", "access": "TOKENS", "scale": "EQUAL"}
        assert started.post(name, told, **given).status_code == 404
    for told in ({"section": section.pk}, {"question": question.pk, "up": "1"}):
        for name in ("survey-part-delete", "survey-part-move", "survey-discard", "survey-publish"):
            started.post(name, told)
    assert everything() == before


def test_the_actions_themselves_refuse_what_is_published(started: Designer) -> None:
    survey, section, question = started.survey, Section.objects.get(), Question.objects.get()
    [asks] = actions.parts_of(draft())[0].asks
    started.post("survey-publish")
    started.post("survey-draft", {"copy": Questionnaire.objects.get().pk})  # a draft beside it changes nothing
    before = everything()
    for refused in (
        lambda: actions.save_section(survey=survey, section=section, values={"title": "ก", "title_en": ""}),
        lambda: actions.save_question(survey=survey, section=section, question=None, asks=asks),
        lambda: actions.save_question(survey=survey, section=section, question=question, asks=asks),
    ):
        with pytest.raises(ValidationError):
            refused()
    actions.delete_part(survey=survey, kind="question", pk=question.pk)
    actions.move_part(survey=survey, kind="section", pk=section.pk, up=True)
    assert everything() == before


def test_a_new_version_begins_alike_and_closes_the_old_when_it_is_published(
    designer: Designer, published: Callable[..., Questionnaire]
) -> None:
    old = published(access="TOKENS", scale="NEAREST")
    designer.post("survey-draft", {"copy": old.pk})
    new = draft()
    assert (new.version, new.access, new.scale) == (2, "TOKENS", "NEAREST")
    assert actions.parts_of(new) == actions.parts_of(old) == PARTS
    assert new.code != old.code
    assert Questionnaire.objects.get(pk=old.pk).state == "PUBLISHED"
    designer.post("survey-publish")
    assert list(Questionnaire.objects.order_by("version").values_list("state", flat=True)) == ["CLOSED", "PUBLISHED"]


def test_there_is_one_draft_at_a_time_and_it_can_be_thrown_away(designer: Designer) -> None:
    for _twice in range(2):
        designer.post("survey-draft", {"starter": "short"})
    assert Questionnaire.objects.count() == 1
    designer.post("survey-discard")
    assert not Questionnaire.objects.exists()
    assert not Question.objects.exists()


def test_last_years_questions_can_be_copied_but_not_those_of_another_unit(
    designer: Designer,
    published: Callable[..., Questionnaire],
    new_assessment: Callable[..., Assessment],
    person: Callable[..., Person],
) -> None:
    last = SatisfactionSurvey.objects.create(assessment=new_assessment("alpha", 2568), title="ปีก่อน")
    theirs = SatisfactionSurvey.objects.create(assessment=new_assessment("beta"), title="หน่วยอื่น")
    made = [actions.start_draft(survey=each, parts=PARTS) for each in (last, theirs)]
    page = text_of(designer.get())
    assert "2568 · ปีก่อน" in page
    assert "หน่วยอื่น" not in page
    designer.post("survey-draft", {"copy": made[1].pk})
    assert not designer.survey.questionnaires.exists()
    designer.post("survey-draft", {"copy": made[0].pk})
    assert actions.parts_of(designer.survey.questionnaires.get()) == PARTS


@pytest.mark.parametrize("lacks", ["question", "group", "day", "empty section"])
def test_what_is_not_ready_is_not_published(started: Designer, lacks: str) -> None:
    if lacks == "question":
        Question.objects.all().delete()
    elif lacks == "group":
        started.survey.groups.clear()
    elif lacks == "day":
        Questionnaire.objects.update(closes_on=datetime.date(2026, 2, 1))
    else:
        started.save("survey-section-add", {"title": "ว่าง"})
    answer = started.client.post(started.url("survey-publish"), {"sent": str(uuid.uuid4())}, follow=True)
    assert "message-error" in text_of(answer)
    assert draft()


def test_who_reads_sees_the_page_without_its_buttons(
    started: Designer, person: Callable[..., Person], client_of: Callable[..., Client]
) -> None:
    reader = Designer(client_of(person("centre", "HEADQUARTERS")), started.survey)
    page = text_of(reader.get())
    assert "ตรงเวลา" in page
    assert 'name="sent"' not in page
    assert reader.post("survey-publish").status_code == 403
    assert draft()


def test_a_deleted_survey_has_no_page(started: Designer) -> None:
    SatisfactionSurvey.objects.update(deleted_at=timezone.now())
    assert started.get().status_code == 404
    assert started.post("survey-publish").status_code == 404


def test_the_qr_code_is_a_picture_in_both_kinds(designer: Designer, published: Callable[..., Questionnaire]) -> None:
    published()
    svg, png = designer.get("survey-qr"), designer.client.get(f"{designer.url('survey-qr')}?png")
    assert (svg["Content-Type"], png["Content-Type"]) == ("image/svg+xml", "image/png")
    assert b"<svg" in svg.content
    assert b"style=" not in svg.content
    assert png.content.startswith(b"\x89PNG")


class TestTokens:
    """Made by number, shown once, kept as hashes."""

    @pytest.fixture(autouse=True)
    def keyed(self, published: Callable[..., Questionnaire]) -> Questionnaire:
        return published(access="TOKENS")

    def test_the_list_is_shown_once_and_again_only_to_the_form_that_made_it(self, designer: Designer) -> None:
        told = {"sent": str(uuid.uuid4()), "count": "๓"}
        pages = [text_of(designer.post("survey-tokens-add", told)) for _twice in range(2)]
        lists = [re.findall(r'class="code-shown">([^<]+)<', page) for page in pages]
        assert lists[0] == lists[1]
        assert len(set(lists[0])) == 3
        assert AnswerToken.objects.count() == 3
        assert all(token not in text_of(designer.get()) for token in lists[0])
        assert designer.get().context["tokens"] == 3

    def test_another_number_from_the_same_page_is_refused_not_answered_with_the_old_list(
        self, designer: Designer
    ) -> None:
        key = {"sent": str(uuid.uuid4())}
        designer.post("survey-tokens-add", {**key, "count": "2"})
        for count in ("3", "x"):
            assert designer.post("survey-tokens-add", {**key, "count": count, "csv": "1"}).status_code == 302
        assert AnswerToken.objects.count() == 2

    def test_each_row_of_the_csv_leads_to_one_answer(self, designer: Designer, keyed: Questionnaire) -> None:
        answer = designer.post("survey-tokens-add", {"count": "2", "csv": "1"})
        assert "no-store" in answer["Cache-Control"]
        head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert len(head) == 2
        for _token, link in rows:
            respondent = Respondent(keyed)
            page = text_of(respondent.client.get(link))
            found = re.search(r'name="token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="token"', page)
            assert found
            assert is_thanked(respondent.send(token=found[1] or found[2]))
        assert AnswerToken.objects.filter(is_used=True).count() == 2

    @pytest.mark.parametrize("count", ["0", "1001", "", "x", "-1"])
    def test_a_number_that_is_none_makes_no_tokens(self, designer: Designer, count: str) -> None:
        assert designer.post("survey-tokens-add", {"count": count}).status_code == 302
        assert not AnswerToken.objects.exists()

    def test_only_a_published_questionnaire_by_tokens_has_tokens(self, designer: Designer) -> None:
        for change in ({"access": "OPEN"}, {"access": "TOKENS", "state": "CLOSED"}):
            Questionnaire.objects.update(**change)
            designer.post("survey-tokens-add", {"count": "2"})
        assert not AnswerToken.objects.exists()


def test_the_counter_tells_what_results_show_and_what_is_marked(
    designer: Designer, published: Callable[..., Questionnaire]
) -> None:
    found, day = published(), datetime.date(2026, 2, 2)
    fishers, sailors = designer.survey.groups.order_by("pk")
    for group, source, marked, times in (
        (fishers, "WEB", True, 7),
        (fishers, "WEB", False, 4),
        (fishers, "PAPER", False, 2),
        (sailors, "PAPER", False, 4),
    ):
        for _time in range(times):
            given = {"group": group, "source": source, "is_flagged": marked}
            Response.objects.create(questionnaire=found, day=day, **given)
    context = designer.get().context
    assert dict(context["by_group"]) == {fishers: 6, sailors: None}
    assert context["came_in"] == context["versions"][0].count == 6
    assert [count for _label, count in context["sources"]] == [2, 4]
    assert context["flagged"] == 7


def test_the_draft_is_numbered_and_its_ends_go_no_further(started: Designer) -> None:
    page = text_of(started.get())
    assert "1.1 ตรงเวลา" in page
    assert not {_("Move up"), _("Move down")} & set(re.findall(r"<button[^>]*>([^<]*)<", page))
    for text in ("สุภาพ", "ถูกต้อง"):
        started.save("survey-question-add", {**QUESTION, "text": text}, section=Section.objects.get().pk)
    buttons = re.findall(r"<button[^>]*>([^<]*)<", text_of(started.get()))
    assert [each for each in buttons if each in (_("Move up"), _("Move down"))] == [
        _("Move down"),
        _("Move up"),
        _("Move down"),
        _("Move up"),
    ]


def test_the_population_of_the_form_stands_in_the_calculator(designer: Designer) -> None:
    SatisfactionSurvey.objects.update(population=500)
    assessment = designer.survey.assessment
    place = f"/units/{assessment.unit.code}/{assessment.year}/tables/cs6-surveys/{designer.survey.pk}/"
    page = text_of(designer.client.get(place))
    assert re.search(r'id="population"[^>]*value="500"', page)
    stale = {"title": "ข่าวอากาศ", "population": "1000", "starts_on": "ผิด", "sent": str(uuid.uuid4())}
    assert re.search(r'id="population"[^>]*value="1000"', text_of(designer.client.post(place, stale)))
