"""The addresses of one table: the same handful for every table, each with a name that can be searched for."""

from typing import Any

from django.urls import URLPattern, path

from pmqa.evidence import grid, row_views, views
from pmqa.evidence.tables import EvidenceTable


def table_urls(table: EvidenceTable, **shown: Any) -> list[URLPattern]:
    """The patterns of `table`, to be included below /units/<unit>/<year>/tables/.

    `shown` is what a template of the table's own needs on the list besides.
    """
    key, given = table.key, {"table": table}
    return [
        path(f"{key}/", views.table_list, {**given, **shown}, name=key),
        path(f"{key}/add/", views.row_add, given, name=f"{key}-add"),
        path(f"{key}/grid/", grid.table_grid, given, name=f"{key}-grid"),
        path(f"{key}/<int:row>/", views.row_edit, given, name=f"{key}-edit"),
        path(f"{key}/<int:row>/delete/", row_views.row_delete, given, name=f"{key}-delete"),
        path(f"{key}/<int:row>/undelete/", row_views.row_undelete, given, name=f"{key}-undelete"),
        path(f"{key}/<int:row>/move/", row_views.row_move, given, name=f"{key}-move"),
        path(f"{key}/<int:row>/duplicate/", row_views.row_duplicate, given, name=f"{key}-duplicate"),
        path(f"{key}/<int:row>/history/", row_views.row_history, given, name=f"{key}-history"),
        path(f"{key}/<int:row>/restore/<int:change>/", row_views.row_restore, given, name=f"{key}-restore"),
    ]
