"""Addresses of CS6."""

from pmqa.evidence.urls import table_urls
from satisfaction.criterion import CS6

urlpatterns = [pattern for table in CS6.tables for pattern in table_urls(table)]
