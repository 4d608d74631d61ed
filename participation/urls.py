"""Addresses of CS4 and CS5."""

from participation.criterion import CS4, CS5, NETWORKS
from pmqa.evidence.urls import table_urls
from pmqa.personal.urls import personal_urls

urlpatterns = [
    *(pattern for table in (*CS4.tables, *CS5.tables) for pattern in table_urls(table)),
    *personal_urls(NETWORKS),
]
