"""The early warnings of the month with their evidence, the most urgent first."""

from __future__ import annotations

from riskledger.assessment import Assessment
from riskledger.rating.alerts import urgency
from riskledger.reporting.monthly.amounts import note
from riskledger.reporting.report import Absent, Alert
from riskledger.reporting.warnings import alert_cells, alert_note
from riskledger.reporting.wording import fact_rows

_CELLS = 3  # of each alert: where to look first


def alerts(now: Assessment) -> tuple[Alert, ...] | Absent:
    """Every alert of every customer; within a level the order of expected late amount stays."""
    rows = fact_rows(now)
    found = [
        Alert(alert.level, alert.code, entry.customer, alert_note(alert), tuple(alert_cells(now, alert, rows, _CELLS)))
        for entry in now.customers
        for alert in entry.alerts
    ]
    found.sort(key=lambda alert: -urgency(alert.level))
    return tuple(found) or Absent(note("monthly.no_alerts"))
