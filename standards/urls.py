"""Addresses of CS7."""

from django.urls import path

from pmqa.evidence.urls import table_urls
from standards import views
from standards.criterion import CS7, STANDARDS

urlpatterns = [pattern for table in CS7.tables for pattern in table_urls(table)]

# Below /units/<unit>/<year>/.
_given = {"table": STANDARDS}
page_urls = [
    path("standards/<int:row>/", views.standard, _given, name=views.PAGE),
    path("standards/<int:row>/steps/add/", views.step_add, _given, name=f"{views.PAGE}-step-add"),
    path("standards/<int:row>/steps/<int:step>/", views.step_edit, _given, name=f"{views.PAGE}-step-edit"),
]
