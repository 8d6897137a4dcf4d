"""riskledger: assess a receivables ledger kept in Excel, write the results back without losing anything.

from riskledger import assess
assessment = assess("book.xlsx", as_of="2026-10-31")
for customer in assessment.customers:
    print(customer.customer, customer.tier, customer.expected_late_amount)

The report of the month that ends there: build_report(assessment, former_month(assessment), "en").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Assessment",
    "CannotRun",
    "Policy",
    "__version__",
    "assess",
    "build_report",
    "customers_frame",
    "former_month",
    "invoices_frame",
    "load_policy",
]

if TYPE_CHECKING:
    from riskledger.assessment import Assessment, assess
    from riskledger.errors import CannotRun
    from riskledger.history.former import former_month
    from riskledger.rating.policy import Policy, load_policy
    from riskledger.reporting.frames import customers_frame, invoices_frame
    from riskledger.reporting.monthly import build_report

_HOME = {
    "Assessment": "riskledger.assessment",
    "assess": "riskledger.assessment",
    "CannotRun": "riskledger.errors",
    "Policy": "riskledger.rating.policy",
    "load_policy": "riskledger.rating.policy",
    "build_report": "riskledger.reporting.monthly",
    "customers_frame": "riskledger.reporting.frames",
    "former_month": "riskledger.history.former",
    "invoices_frame": "riskledger.reporting.frames",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that importing the package stays cheap."""
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(name)
