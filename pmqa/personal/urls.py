"""The addresses of personal data: those of one table's rows, and the screen of a unit."""

from collections.abc import Mapping

from django.urls import URLPattern, path

from pmqa.evidence.tables import EvidenceTable
from pmqa.personal import row_views, views


def personal_urls(table: EvidenceTable) -> list[URLPattern]:
    """The patterns of the people at each row of `table`, beside those of `table_urls`."""
    key, given = table.key, {"table": table}
    return [
        path(f"{key}/<int:row>/people/", row_views.people, given, name=f"{key}-people"),
        path(f"{key}/<int:row>/people/add/", row_views.people_add, given, name=f"{key}-people-add"),
        path(f"{key}/<int:row>/people/<int:record>/look/", row_views.people_look, given, name=f"{key}-people-look"),
        path(f"{key}/<int:row>/people/<int:record>/erase/", row_views.people_erase, given, name=f"{key}-people-erase"),
    ]


def unit_urls(tables: Mapping[str, EvidenceTable]) -> list[URLPattern]:
    """The patterns of the screen of a unit, below /units/<unit>/<year>/. `tables` are all that may have people."""
    given = {"tables": tables}
    return [
        path("personal/", views.personal, given, name="personal"),
        path("personal/export/", views.personal_export, given, name="personal-export"),
        path("personal/erase/", views.personal_erase, given, name="personal-erase"),
    ]
