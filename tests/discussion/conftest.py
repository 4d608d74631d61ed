import pytest

from pmqa.cycle.models import Assessment, Round
from tests.judging.conftest import people, put, review, scored

__all__ = ["people", "put", "review", "scored"]


@pytest.fixture
def discussed(review: Assessment) -> Assessment:
    """The assessment in review, in a round whose points may be discussed."""
    Round.objects.update(has_threads=True)
    review.round.refresh_from_db()
    return review
