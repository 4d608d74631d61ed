"""Who is asking: the roles of a person, read once for a request."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from pmqa.organization.models import Person, Role, Unit

Kind = Role.Kind


@dataclass(frozen=True)
class Access:
    """What the roles of one person open: ids of units to write in, whether all units can be read, and
    whether the person leads rounds (headquarters)."""

    person_id: int
    writes_units: frozenset[int]
    heads_units: frozenset[int]
    belongs_units: frozenset[int]
    assesses: bool
    reads_all: bool
    leads: bool
    administers: bool


def access_of(person: Person) -> Access:
    """The access of `person`, from their roles in one query, kept on the person for the rest of the request."""
    kept = getattr(person, "_access", None)
    if kept is None:
        roles = list(Role.objects.filter(person=person).values_list("kind", "unit_id"))
        kinds = {kind for kind, _unit in roles}
        kept = Access(
            person_id=person.pk,
            writes_units=frozenset(unit for kind, unit in roles if kind in Role.OF_A_UNIT and unit),
            heads_units=frozenset(unit for kind, unit in roles if kind == Kind.HEAD and unit),
            belongs_units=frozenset(unit for _kind, unit in roles if unit),
            assesses=Kind.ASSESSOR in kinds,
            reads_all=bool(kinds & {Kind.HEADQUARTERS, Kind.ADMINISTRATOR}),
            leads=Kind.HEADQUARTERS in kinds,
            administers=Kind.ADMINISTRATOR in kinds,
        )
        person._access = kept  # type: ignore[attr-defined]
    return kept


SYSTEM = "system"


def system_person(unit: Unit) -> Person:
    """The person in whose name a command writes in `unit`: an account that nobody can sign in to.

    Only the roles are given, for as long as the object lives: whether evidence may be changed now is still asked.
    """
    person, _made = Person.objects.get_or_create(
        username=SYSTEM,
        # Named as people read it in the history of a case that the public sent.
        defaults={"password": make_password(None), "is_active": False, "first_name": "ระบบ"},
    )
    person._access = Access(  # type: ignore[attr-defined]
        person_id=person.pk,
        writes_units=frozenset({unit.pk}),
        heads_units=frozenset(),
        belongs_units=frozenset(),
        assesses=False,
        reads_all=False,
        leads=False,
        administers=False,
    )
    return person
