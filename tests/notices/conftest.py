from tests.judging.conftest import people, put, review, scored

__all__ = ["people", "put", "review", "scored"]
