"""The people of the demonstration: one or more of every role, with invented names that say so."""

from dataclasses import dataclass

from pmqa.organization.models import Person, Role, Unit

# The one password of everybody in the demonstration; ./run and seed_demo show it.
PASSWORD = "sea-breeze-2569"
SURNAME = "ตัวอย่าง"
Kind = Role.Kind


@dataclass(frozen=True)
class Example:
    """A person to be: `unit` is the code of the unit to which the role belongs, empty where it belongs to none."""

    username: str
    rank: str
    first_name: str
    kind: Role.Kind
    unit: str = ""


EXAMPLES = (
    Example("hydro-staff", "ร.อ.", "คลื่นลม", Kind.STAFF, "hydro"),
    Example("hydro-head", "พล.ร.ท.", "เข็มทิศ", Kind.HEAD, "hydro"),
    Example("dockyard-staff", "น.ต.", "สมอเรือ", Kind.STAFF, "dockyard"),
    Example("dockyard-head", "พล.ร.ท.", "อู่แห้ง", Kind.HEAD, "dockyard"),
    Example("empty-staff", "พ.จ.อ.", "ใบเรือ", Kind.STAFF, "empty"),
    Example("empty-head", "น.อ.", "หางเสือ", Kind.HEAD, "empty"),
    Example("south-staff", "ร.ท.", "ปะการัง", Kind.STAFF, "south"),
    Example("south-head", "น.อ.", "เกาะแก่ง", Kind.HEAD, "south"),
    Example("east-staff", "ร.ท.", "ชายหาด", Kind.STAFF, "east"),
    Example("east-head", "น.อ.", "แหลมทราย", Kind.HEAD, "east"),
    Example("assessor1", "น.อ.", "ประภาคาร", Kind.ASSESSOR, "dockyard"),
    Example("assessor2", "น.ท.", "กระโดงเรือ", Kind.ASSESSOR),
    Example("assessor3", "น.ท.", "ทุ่นไฟ", Kind.ASSESSOR, "hydro"),
    Example("headquarters", "น.อ.", "ท้องทะเล", Kind.HEADQUARTERS),
    Example("admin", "นาย", "ดูแลระบบ", Kind.ADMINISTRATOR),
)


# Staff of every unit that --units makes.
AUTHOR = Example("units-staff", "น.ต.", "หลายหน่วย", Kind.STAFF)


def seed_people(units: dict[str, Unit]) -> dict[str, Person]:
    """The people by user name, with their roles; those who are there already are left as they are."""
    people = {}
    for example in EXAMPLES:
        person = Person.objects.filter(username=example.username).first()
        if person is None:
            person = _create(example)
            Role.objects.create(person=person, kind=example.kind, unit=units.get(example.unit))
        people[example.username] = person
    return people


def seed_author() -> Person:
    """The person who is staff of every further unit; the roles come with the units."""
    return Person.objects.filter(username=AUTHOR.username).first() or _create(AUTHOR)


def _create(example: Example) -> Person:
    administers = example.kind == Kind.ADMINISTRATOR
    return Person.objects.create_user(
        username=example.username,
        password=PASSWORD,
        rank=example.rank,
        first_name=example.first_name,
        last_name=SURNAME,
        is_staff=administers,
        is_superuser=administers,
    )
