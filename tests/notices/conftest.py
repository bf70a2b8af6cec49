"""What the tests of notices share."""

from tests.reports.conftest import last_month, monthly

__all__ = ["last_month", "monthly"]
