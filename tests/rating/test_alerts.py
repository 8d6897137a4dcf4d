"""The early-warning table: which lines hold, which of several warns, and what is not known warns of nothing."""

from __future__ import annotations

import pytest

from riskledger.rating.alerts import Observed, alerts_of
from riskledger.rating.policy import standard
from riskledger.rating.policy_parts import STANDARD_ALERTS, AlertPolicy


def found(**facts: float | bool) -> list[str]:
    """The built-in table's alerts on facts, as `red days_overdue`."""
    alerts = alerts_of({code: Observed(value) for code, value in facts.items()}, STANDARD_ALERTS)
    return [f"{alert.level} {alert.code}" for alert in alerts]


@pytest.mark.parametrize(
    ("code", "quiet", "value", "level"),
    [
        ("days_overdue", 90, 91, "red"),
        ("points_rise", 9.99, 10, "orange"),
        ("tier_rise", False, True, "orange"),
        ("promises_broken", 0, 1, "orange"),
        ("ageing_worse", False, True, "yellow"),
        ("delay_rate_rise", 0.099, 0.1, "yellow"),
        ("limit_used", 0.89, 0.9, "yellow"),
        ("limit_used", 0.89, 1.01, "red"),
        ("limit_ends_in", 31, 30, "yellow"),
        ("insurance_ends_in", 31, -5, "yellow"),
        ("orders_cancelled", 0, 1, "yellow"),
        ("contact_stale", False, True, "blue"),
        ("contract_ends_in", 61, 60, "blue"),
        ("completeness", 0.5, 0.49, "blue"),
        ("largest_invoice_change", 2.9, 3, "blue"),
    ],
)
def test_the_bounds_of_the_built_in_table(code: str, quiet: float, value: float, level: str) -> None:
    assert found(**{code: quiet}) == []
    assert found(**{code: value}) == [f"{level} {code}"]


def test_one_alert_per_fact_and_the_most_urgent_first() -> None:
    """The limit line that is nearly used (yellow) holds as well, but the exceeded one (red) warns."""
    assert found(contact_stale=True, limit_used=1.2, tier_rise=True) == ["red limit_used", "orange tier_rise", "blue contact_stale"]


def test_the_most_urgent_line_warns_wherever_it_stands() -> None:
    lines = [
        AlertPolicy(fact="days_overdue", operator=">", value=10.0, level="blue"),
        AlertPolicy(fact="days_overdue", operator=">", value=60.0, level="orange"),
        AlertPolicy(fact="days_overdue", operator=">", value=30.0, level="yellow"),
    ]
    [alert] = alerts_of({"days_overdue": Observed(61)}, lines)
    assert (alert.level, alert.threshold, alert.fact.value) == ("orange", 60.0, 61)


def test_nothing_known_is_no_warning() -> None:
    assert found() == []
    assert standard().alerts == STANDARD_ALERTS
