"""Who may go where: a walk over every address, as everybody."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.organization.models import Person, Role
from tests.organization.walk import Address, addresses, everything, fill_every_table, one_of_each, patterns

Kind = Role.Kind
# Addresses that change evidence, by the end of their name; every other one reads.
WRITES = ("-add", "-edit", "-grid", "-delete", "-undelete", "-move", "-restore", "-upload", "-draft", "-send",
          "-acknowledge", "-take-back", "-submit", "-discard", "-publish", "-close")  # fmt: skip
WRITES_BY_NAME = ("statement", "own", "gap", "mark", "import", "import-preview", "carry-over-bring", "carry-over-say",
                  "carry-over-review")  # fmt: skip


# Addresses below no unit's assessment that need no account.
OPEN = {
    "feedback",
    "feedback-follow",
    "survey-answer",
    "services",
    "services-table",
    "services-workbook",
    "service",
    "service-data",
    "service-pdf",
    "manual-pdf",
}

# Addresses of headquarters, which tests/headquarters and tests/annual ask as everybody else.
HEADQUARTERS = {
    *("headquarters", "round-open", "round", "round-dates", "round-switch", "round-unit", "round-follow-up"),
    *("round-practices", "round-map", "round-points", "round-without", "round-compare", "round-alike"),
    *("record", "record-sheet"),
    *("annual", "annual-make", "annual-state", "annual-units", "annual-cancel", "annual-go-on", "annual-file"),
}

# Addresses of a person or of headquarters, which tests/assessing asks as everybody else.
OF_ASSESSORS = {"my-work", "phrases", "phrase-add", "phrase-edit", "phrase-remove"}

# Addresses of the person who is signed in, which tests/notices, tests/reminders and tests/shelf ask as everybody else.
OF_THE_PERSON = {"inbox", "notices-read", "notice-read", "round-dates-ics", "shelf"}


def writes(name: str) -> bool:
    return name.endswith(WRITES) or name in WRITES_BY_NAME


def is_personal(name: str) -> bool:
    """Whether an address has to do with people's names and contacts, or with answers one by one: only the unit's own
    people know it."""
    return "-people" in name or name.startswith(("personal", "survey-answers", "survey-sheet"))


def is_of_review(name: str) -> bool:
    """Whether an address belongs to the assessors, of which the people of the unit do not know; or to the results
    and what is made of them, which nobody knows before they are published."""
    return name.partition("-")[0] in ("review", "consensus", "results", "plan")


def sent() -> dict[str, str]:
    return {"sent": str(uuid.uuid4()), "key": str(uuid.uuid4()), "version": "1"}


def status(answer: Any) -> int:
    """The status of an answer, whose file, if it is one, is closed again."""
    answer.close()
    return int(answer.status_code)


@pytest.fixture
def full(assessment: Assessment, staff: Person, fill: Callable[..., Any]) -> Assessment:
    fill_every_table(assessment, staff, fill)
    return assessment


@pytest.fixture
def assign(full: Assessment, person: Callable[..., Person]) -> Callable[..., Person]:
    """An assessor to whom the full assessment is given; with a unit, one who belongs to that unit."""

    def make(unit: Any = None) -> Person:
        assessor = person("assessor", Kind.ASSESSOR, unit)
        Assignment.objects.create(assessment=full, assessor=assessor, declared_at=timezone.now())
        return assessor

    return make


def test_the_walk_reaches_every_address_of_a_unit(full: Assessment) -> None:
    below = [route for route, _pattern in patterns() if route.startswith("units/")]
    walked = addresses(full)
    assert len(walked) == len(below) > 150
    assert len({each.name for each in walked}) == len(walked)


def test_nobody_comes_in_without_signing_in(full: Assessment) -> None:
    client = Client()
    others = [reverse(name) for name in ("home", "assessments", "sample-size")]
    for url in (*(each.url for each in addresses(full)), *others):
        for answer in (client.get(url), client.post(url, sent())):
            assert answer.status_code == 302, url
            assert answer["Location"].startswith(reverse("account_login")), url


def test_every_address_is_walked_or_known_to_be_open() -> None:
    beside = {pattern.name for route, pattern in patterns() if not route.startswith("units/")}
    assert beside == {"home", "assessments", "sample-size", *OPEN, *HEADQUARTERS, *OF_ASSESSORS, *OF_THE_PERSON}


def test_another_unit_does_not_exist(
    full: Assessment,
    new_assessment: Callable[..., Assessment],
    person: Callable[..., Person],
    client_of: Callable[..., Client],
) -> None:
    client, before = client_of(person("stranger", Kind.STAFF, new_assessment("beta").unit)), everything()
    assert_nothing_is_there(client, addresses(full))
    assert everything() == before


@pytest.mark.parametrize("kind", [Kind.HEAD, Kind.ASSESSOR, None])
def test_who_has_no_business_there_finds_nothing(
    full: Assessment,
    new_assessment: Callable[..., Assessment],
    person: Callable[..., Person],
    client_of: Callable[..., Client],
    kind: str | None,
) -> None:
    unit = new_assessment("beta").unit
    assert_nothing_is_there(client_of(person("stranger", kind, unit)), one_of_each(full))


def assert_nothing_is_there(client: Client, walked: list[Address]) -> None:
    """404 by every method that an address has. A method that it has for nobody may be called so: 405 tells nothing."""
    for each in walked:
        found = [status(client.get(each.url)), status(client.post(each.url, sent()))]
        assert 404 in found, (each.url, found)
        assert set(found) <= {404, 405}, (each.url, found)


def test_an_assessor_reads_what_is_assigned_and_changes_nothing(
    full: Assessment, assign: Callable[..., Person], client_of: Callable[..., Client]
) -> None:
    _reads_only(full, client_of(assign()))


def test_headquarters_reads_everything_and_changes_nothing(
    full: Assessment, person: Callable[..., Person], client_of: Callable[..., Client]
) -> None:
    _reads_only(full, client_of(person("centre", Kind.HEADQUARTERS)))


def _reads_only(full: Assessment, client: Client) -> None:
    before = everything()
    for each in one_of_each(full):
        if is_personal(each.name):  # for people of the unit alone
            assert_nothing_is_there(client, [each])
            continue
        shut = writes(each.name) or each.name.endswith("-duplicate") or is_of_review(each.name)
        if not each.name.endswith("-make"):  # a PDF of what one may read may be asked for
            is_later = each.name in ("results", "consensus-publish") or each.name.partition("-")[0] == "plan"
            unpublished = (404,) if is_later else ()
            assert status(client.get(each.url)) in ((200, 302, 403, 405, *unpublished) if shut else (200, 302)), (
                each.url
            )
            asks_again = (200,) if each.name == "review-declare" else ()
            assert status(client.post(each.url, sent())) in (
                (403, 405, *asks_again, *unpublished) if shut else (200, 302, 403, 405)
            ), each.url
    assert everything() == before


def test_an_assessor_never_opens_the_own_unit(
    full: Assessment, assign: Callable[..., Person], client_of: Callable[..., Client]
) -> None:
    assert_nothing_is_there(client_of(assign(full.unit)), one_of_each(full))


def test_reading_never_writes(full: Assessment, staff: Person, client_of: Callable[..., Client]) -> None:
    client = client_of(staff)
    before = everything()
    for url in (
        *(each.url for each in addresses(full)),
        reverse("home"),
        reverse("assessments"),
        reverse("sample-size"),
    ):
        answer = client.get(url)
        hidden = ("/personal/", "/review/", "/consensus/", "/results/", "/plan/")
        is_hidden = any(place in url for place in hidden)
        assert answer.status_code in (200, 302, 405) or (answer.status_code == 404 and is_hidden), url
        if answer.streaming:
            b"".join(answer.streaming_content)
        answer.close()
    assert everything() == before


@pytest.mark.parametrize("how", ["submitted", "round closed"])
def test_what_is_closed_is_not_written(
    full: Assessment, staff: Person, client_of: Callable[..., Client], how: str
) -> None:
    if how == "round closed":
        Round.objects.update(is_open=False)
    else:
        Assessment.objects.update(state=how.upper())
    client, before = client_of(staff), everything()
    for each in addresses(full):
        if is_of_review(each.name):
            assert client.post(each.url, sent()).status_code == 404, each.url
        elif writes(each.name):
            answer = client.post(each.url, sent())
            assert answer.status_code == 403, each.url
            assert "evidence" in [template.name.split("/")[0] for template in answer.templates], each.url
    assert everything() == before


def test_a_form_without_its_token_is_refused(full: Assessment, staff: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    before = everything()
    for each in one_of_each(full):
        assert client.post(each.url, sent()).status_code in (403, 405), each.url
    assert everything() == before
