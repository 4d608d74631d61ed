from collections.abc import Callable

import pytest
from django.test import Client

from pmqa.organization.models import Person, Role


@pytest.fixture
def headquarters(person: Callable[..., Person]) -> Person:
    return person("headquarters", Role.Kind.HEADQUARTERS)


@pytest.fixture
def client(headquarters: Person, client_of: Callable[[Person], Client]) -> Client:
    return client_of(headquarters)
