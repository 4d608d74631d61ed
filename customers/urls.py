"""Addresses of CS1."""

from customers.criterion import CS1
from pmqa.evidence.urls import table_urls

urlpatterns = [pattern for table in CS1.tables for pattern in table_urls(table)]
