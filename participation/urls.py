"""Addresses of CS4 and CS5."""

from participation.criterion import CS4, CS5
from pmqa.evidence.urls import table_urls

urlpatterns = [pattern for table in (*CS4.tables, *CS5.tables) for pattern in table_urls(table)]
