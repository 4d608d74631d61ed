"""What every page shares: language, the address that is not there, signing in, and what a browser may load."""

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from pmqa.evidence.fields import ThaiDateField
from pmqa.organization.models import Person

INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
FOLDER = settings.BASE_DIR / "templates"
# The PDF is no page: what is drawn on paper has a sheet of its own.
TEMPLATES = [path for path in sorted(FOLDER.rglob("*.html")) if "paper" not in path.parts]
SCRIPTS = sorted(settings.BASE_DIR.joinpath("static/js").glob("*.js"))


@pytest.fixture
def visitor() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="th")


def text_of(response: Any) -> str:
    return str(response.content.decode())


def said_in_thai(message: str, response: Any) -> bool:
    words = gettext(message)
    return words != message and words in text_of(response)


def test_the_sign_in_page_is_thai_by_default(db: None, visitor: Client) -> None:
    page = text_of(visitor.get(reverse("account_login")))
    assert '<html lang="th">' in page
    assert "เข้าสู่ระบบ" in page
    assert "รหัสผ่าน" in page
    assert "Password" not in page


def test_the_sign_in_page_turns_english_by_its_switch(db: None, visitor: Client) -> None:
    address = reverse("account_login")
    changed = visitor.post(reverse("set_language"), {"language": "en", "next": address})
    assert changed.status_code == 302
    assert changed["Location"] == address
    page = text_of(visitor.get(address))
    assert '<html lang="en">' in page
    assert "User name" in page


def test_a_wrong_password_is_said_in_thai_and_the_name_is_kept(db: None, visitor: Client) -> None:
    page = text_of(visitor.post(reverse("account_login"), {"login": "somchai", "password": "wrong"}))
    assert 'role="alert"' in page
    assert 'value="somchai"' in page
    assert not re.search(r"not correct|invalid", page)


def test_signing_in_and_out_takes_a_form(staff: Person, visitor: Client) -> None:
    entered = visitor.post(reverse("account_login"), {"login": "staff", "password": "secret-word-9"})
    assert entered.status_code == 302
    assert visitor.session.get("_auth_user_id") == str(staff.pk)
    asked = visitor.get(reverse("account_logout"))
    assert "ออกจากระบบ" in text_of(asked)
    assert visitor.session.get("_auth_user_id") == str(staff.pk)
    visitor.post(reverse("account_logout"))
    assert visitor.session.get("_auth_user_id") is None


def test_too_many_wrong_passwords_close_the_door_in_thai(staff: Person, visitor: Client) -> None:
    answers = [
        visitor.post(reverse("account_login"), {"login": "staff", "password": f"wrong-{n}"})
        for n in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert said_in_thai("Too many wrong passwords", answers[-1])


def test_nobody_signs_up_alone(db: None, visitor: Client) -> None:
    page = visitor.get(reverse("account_signup"))
    assert page.status_code == 200
    assert "<form" not in text_of(page).partition("<main")[2].partition("</main>")[0]


def test_an_unknown_address_answers_in_thai(staff: Person, client_of: Any) -> None:
    page = client_of(staff).get("/no-such-page/")
    assert page.status_code == 404
    assert '<html lang="th">' in text_of(page)
    assert said_in_thai("There is no such page", page)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_pages_of_errors_stand_without_a_request(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert "<h1>" in page
    assert 'href="/"' in page
    assert not re.search(r"<h1>[^<]*[A-Za-z]{4}", page)


def test_the_content_policy_allows_nothing_inline(db: None, visitor: Client) -> None:
    answer = visitor.get(reverse("account_login"))
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not INLINE.search(text_of(answer))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_template_holds_inline_script_or_style(path: Path) -> None:
    assert not INLINE.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_hold_no_thai_and_evaluate_nothing(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search("[\u0e00-\u0e7f]", source)
    assert not re.search(r"\beval\(|new Function|\.innerHTML\s*=", source)


def test_htmx_is_kept_from_evaluating(db: None, visitor: Client) -> None:
    page = text_of(visitor.get(reverse("account_login")))
    for setting in ('"allowEval":false', '"selfRequestsOnly":true', '"allowScriptTags":false'):
        assert setting in page
    assert '"includeIndicatorStyles":false' in page


def test_the_menu_of_an_assessment_reaches_every_part(staff: Person, assessment: Any, rf: Any) -> None:
    request = rf.get("/")
    request.user = staff
    page = render_to_string("base.html", {"assessment": assessment}, request=request)
    menu = page.partition('<nav class="nav-bar"')[2].partition("</nav>")[0]
    assert 'href=""' not in menu
    assert menu.count("<a ") == 15
    assert "ปีงบประมาณ 2569" in page


def date_field(data: dict[str, str]) -> str:
    class DateForm(forms.Form):
        told_on = ThaiDateField()

    form = DateForm(data)
    form.is_valid()
    return re.sub(r"\s+", " ", str(form["told_on"]))


def test_a_date_comes_back_in_the_three_fields_as_it_was_typed() -> None:
    shown = date_field({"told_on_day": "31", "told_on_month": "2", "told_on_year": "๒๕๖๙"})
    assert 'name="told_on_day" value="31"' in shown
    assert 'name="told_on_year" value="๒๕๖๙"' in shown
    assert re.search(r'<option value="02" selected>กุมภาพันธ์', shown)
    assert shown.count('aria-invalid="true"') == 3
