"""THE table of derivations: of every figure the program writes, what it is made of, by which policy, and how to make it again.

`explain --cell` lists the inputs named here with their cells; `again` computes the figure from that list and nothing else, so that what
is shown is enough. The formulas in words and symbols are `derive.words.<figure>` and `derive.symbols.<figure>` in the catalogues.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple, cast

from riskledger.i18n import words as words_of
from riskledger.rating.actions import decide
from riskledger.rating.policy_model import Fact, KnownFacts, Policy, Tier, worst
from riskledger.rating.reasons import shown_points
from riskledger.rating.tiers import next_review, tier_of
from riskledger.reporting import credit_again

Kind = Literal["money", "date", "days", "count", "share", "points", "text", "tier", "confidence", "yes_no"]
Plain = int | float | str | bool | None
FACT = "fact."  # before the name of a fact that a trigger or an action asks for
REASON = "reason."  # before the place of a leading reason
CLAUSE = "clause."  # before the place of a clause about completeness
ALERT = "alert."  # before the place of an alert
HOLD = "hold."  # before the place of a hold rule that is met
AGE = credit_again.AGE
FAMILIES = (FACT, REASON, CLAUSE, ALERT, HOLD, AGE)


class Quantity(NamedTuple):
    """A value and what it is: money in minor units, dates as ordinals, shares as fractions; None is unknown."""

    kind: Kind
    value: Plain


class Given(NamedTuple):
    """All that a figure may be computed from: its inputs by name, the values of its parts (rows, lines) and the policy."""

    inputs: Mapping[str, Plain]
    parts: Sequence[Plain]
    policy: Policy
    language: Literal["zh", "en"]

    def number(self, name: str) -> int:
        """An input that is always known, a whole number."""
        return cast(int, self.inputs[name])

    def known(self) -> KnownFacts:
        """The facts among the inputs, as triggers and actions ask for them."""
        return {
            cast(Fact, name.removeprefix(FACT)): cast("float | bool | None", value)
            for name, value in self.inputs.items()
            if name.startswith(FACT)
        }


@dataclass(frozen=True, slots=True)
class Derivation:
    """One figure. `parts`: what the list under it holds, None without one; `policy`: keys of the policy that bear on it.

    `fields`: the columns of the ledger and the customers sheet that it rests on, which is how an input cell knows what it feeds.
    """

    figure: str
    kind: Kind
    again: Callable[[Given], Plain]
    inputs: tuple[str, ...] = ()
    parts: Literal["rows", "late_rows", "reasons", "lines"] | None = None
    policy: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def _days_overdue(given: Given) -> Plain:
    amount, received = given.number("amount"), given.number("received")
    settled = received >= amount if amount >= 0 else received <= amount
    reference = given.inputs["payment_date"] if settled else given.inputs["as_of"]
    due = given.inputs["due_date"]
    if due is None or reference is None:
        return None
    late = cast(int, reference) - cast(int, due)
    return max(late if late > given.number("grace_days") else 0, cast(int, given.inputs.get("instalment_days", 0)))


def _tier(given: Given) -> Plain:
    override = given.inputs["override_tier"]
    if override is not None:
        return cast(str, override)
    known, policy = given.known(), given.policy
    raised = [trigger.tier for trigger in policy.triggers if trigger.fires(known)]
    new = [policy.new_customer.tier] if known["new_customer"] else []
    return worst(tier_of(cast(float, given.inputs["risk_points"]), policy.cuts), *raised, *new)


def _action(given: Given) -> Plain:
    line = decide(cast(Tier, given.inputs["tier"]), given.known(), given.policy)
    return line.action.zh if given.language == "zh" else line.action.en


def _next_review(given: Given) -> Plain:
    months = getattr(given.policy.review_months, cast(str, given.inputs["tier"]))
    return next_review(given.number("as_of"), months).toordinal()


def _confidence(given: Given) -> Plain:
    low = given.inputs["new_customer"] or cast(float, given.inputs["coverage"]) < given.policy.confidence.normal_from
    return "low" if low else "normal"


def _expected_late(given: Given) -> Plain:
    late = Decimal(cast(float, given.inputs["risk_points"])) * given.number("exposure") / 100
    return int(late.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _share(part: str, whole: str) -> Callable[[Given], Plain]:
    def quotient(given: Given) -> Plain:
        top, bottom = given.inputs.get(part), given.inputs.get(whole)  # without them there is no share
        return None if top is None or not bottom else round(cast(int, top) / cast(int, bottom), 6)

    return quotient


def _sum(given: Given) -> Plain:
    return sum(cast(int, value) for value in given.parts)


def _quoted(name: str) -> Callable[[Given], Plain]:
    return lambda given: given.inputs[name]


def _clauses(given: Given) -> Plain:
    return words_of(given.language)("list.separator").join(str(value) for value in given.inputs.values()) or None


_RATED_ON = ("due_date", "terms", "payment_date", "paid_amount", "outstanding", "amount", "invoice_date", "complaints", "disputed")
_STATED = ("financial_score", "reputation_score", "industry_risk", "size_score", "complaints", "limit", "limit_expiry", "insurance_until",
           "legal_action", "override_tier", "override_reason", "override_until")  # fmt: skip
_RECEIVED = ("amount", "opening_balance", "paid_amount", "outstanding", "payment_date", "open_flag")
_OPEN = (*_RECEIVED, "currency")
_POINTS = ("payment.late_ratio", "payment.recent_late_ratio", "payment.days_late", "payment.days_overdue", "payment.overdue_share",
           "payment.complaints", "indicators.payment")  # fmt: skip
_COVER = ("insurance", "insurance_until", "guarantee", "guarantee_until", "limit_currency")
_CUTS = ("cuts.medium_from", "cuts.high_from")

DERIVATIONS: dict[str, Derivation] = {
    each.figure: each
    for each in (
        Derivation(
            "days_overdue",
            "days",
            _days_overdue,
            ("due_date", "invoice_date", "terms", "amount", "received", "payment_date", "as_of", "grace_days", "instalment_days"),
            policy=("default_term_days", "due_dates.grace_days", "due_dates.calendar"),
            fields=("due_date", "invoice_date", "terms", *_RECEIVED, "days_overdue"),
        ),
        Derivation(
            "tier",
            "tier",
            _tier,
            ("risk_points", "override_tier", FACT),
            parts="reasons",
            policy=_CUTS,
            fields=(*_RATED_ON, *_STATED, *_OPEN),
        ),
        Derivation("action", "text", _action, ("tier", FACT), fields=(*_RATED_ON, *_STATED, *_OPEN, "action")),
        Derivation("customer_id", "text", _quoted("customer_id"), ("customer_id",), fields=("customer_id",)),
        Derivation("customer", "text", _quoted("customer"), ("customer",), fields=("customer",)),
        Derivation(
            "credit_score",
            "points",
            lambda given: round(100 - shown_points(cast(float, given.inputs["risk_points"])), 1),
            ("risk_points",),
            parts="reasons",
            policy=_POINTS,
            fields=(*_RATED_ON, *_OPEN, "financial_score", "reputation_score", "industry_risk", "size_score"),
        ),
        Derivation(
            "confidence",
            "confidence",
            _confidence,
            ("coverage", "new_customer"),
            policy=("confidence.normal_from", "indicators.payment"),
            fields=("financial_score", "reputation_score", "industry_risk", "size_score", "due_date", "payment_date"),
        ),
        Derivation("currency", "text", _quoted("currency"), ("currency",), fields=("currency",)),
        Derivation("outstanding", "money", _sum, ("as_of",), parts="rows", fields=_OPEN),
        Derivation("overdue", "money", _sum, ("as_of",), parts="rows", fields=(*_OPEN, "due_date", "terms")),
        Derivation(
            "max_days_overdue",
            "days",
            lambda given: max((cast(int, value) for value in given.parts), default=0),
            ("as_of",),
            parts="rows",
            fields=(*_OPEN, "due_date", "terms"),
        ),
        Derivation(
            "delay_rate",
            "share",
            _share("late_count", "decided_count"),
            ("late_count", "decided_count"),
            parts="late_rows",
            fields=_RATED_ON,
        ),
        Derivation(
            "revenue_share",
            "share",
            _share("own_revenue", "all_revenue"),
            ("own_revenue", "all_revenue", "period_from", "period_to"),
            parts="rows",
            fields=("amount", "invoice_date", "currency"),
        ),
        Derivation(
            "exposure",
            "money",
            credit_again.exposure,
            ("outstanding", "open_orders", "insurance", "guarantee"),
            fields=(*_OPEN, "open_orders", *_COVER),
        ),
        Derivation(
            "expected_late_amount",
            "money",
            _expected_late,
            ("risk_points", "exposure"),
            fields=(*_RATED_ON, *_OPEN, "open_orders", *_COVER),
        ),
        Derivation("limit", "money", credit_again.limit, ("stated_limit", "rate"), fields=("limit", "limit_currency")),
        Derivation(
            "limit_used",
            "share",
            credit_again.limit_used,
            ("outstanding", "open_orders", "limit"),
            fields=(*_OPEN, "open_orders", "limit", "limit_currency"),
        ),
        Derivation(
            "proposed_limit",
            "money",
            credit_again.proposed_limit,
            ("sales", "term_days", "net_worth", "tier", "risk_points", "size"),
            parts="rows",
            fields=(*_RATED_ON, *_STATED, *_OPEN, "net_worth", "size"),
        ),
        Derivation(
            "hold",
            "text",
            _clauses,
            (HOLD,),
            fields=(*_RATED_ON, *_STATED, *_OPEN, "open_orders", "limit_currency", "group", "parent_group"),
        ),
        Derivation(
            "allowance",
            "money",
            credit_again.allowance,
            (AGE, "rounding", "judged_amount", "judged_share", "exposed"),
            policy=("allowance.basis",),
            fields=(*_OPEN, "invoice_date", "due_date", "terms", "allowance"),
        ),
        Derivation("reasons", "text", _clauses, (REASON,), parts="reasons", fields=(*_RATED_ON, *_STATED)),
        Derivation("tier_reasons", "text", _clauses, (REASON,), parts="reasons", fields=(*_RATED_ON, *_STATED)),
        Derivation(
            "alerts",
            "text",
            _clauses,
            (ALERT,),
            fields=(
                *_RATED_ON,
                *_STATED,
                *_OPEN,
                "open_orders",
                "orders_cancelled",
                "promise_date",
                "promise_amount",
                "contact_log",
                "date",
                "end",
                "phone",
                "industry",
            ),
        ),
        Derivation("owner", "text", credit_again.owner, ("owner", "tier", FACT), fields=(*_RATED_ON, *_STATED, *_OPEN, "owner")),
        Derivation("action_due", "date", credit_again.action_due, ("as_of", "tier", FACT), fields=(*_RATED_ON, *_STATED, *_OPEN)),
        Derivation("completeness", "text", _clauses, (CLAUSE,), fields=("phone", "industry", "limit", "invoice_date", "payment_date")),
        Derivation("next_review", "date", _next_review, ("as_of", "tier"), fields=(*_RATED_ON, *_STATED)),
        Derivation(
            "bucket",
            "money",
            _sum,
            ("as_of",),
            parts="rows",
            policy=("ageing.basis", "due_dates.grace_days"),
            fields=(*_OPEN, "due_date", "invoice_date", "terms"),
        ),
        Derivation("column_total", "money", _sum, parts="lines"),
        Derivation("column_share", "share", _share("bucket_total", "grand_total"), ("bucket_total", "grand_total")),
    )
}
ON_FINDINGS_SHEET = frozenset({"severity", "rule", "cell", "column", "customer", "value", "message", "remedy"})  # a finding, word for word


def feeds(field: str) -> tuple[str, ...]:
    """The figures that rest on a column of the ledger or of the customers sheet."""
    if field in ("customer", "customer_id"):  # whose row it is decides every sum over a customer's rows
        return tuple(name for name in DERIVATIONS if name not in ("days_overdue", "currency", "column_total", "column_share"))
    return tuple(each.figure for each in DERIVATIONS.values() if field in each.fields)


def basis(figure: str, inputs: Mapping[str, Plain], policy: Policy, language: str) -> tuple[tuple[str, Plain], ...]:
    """What of the policy bears on a figure: keys with values, triggers and lines of the action table with what they lead to."""
    found: list[tuple[str, Plain]] = [(key, _policy_value(policy, key)) for key in DERIVATIONS[figure].policy]
    if figure == "tier":
        found += [(f"triggers: {each.fact} {each.operator} {_short(each.threshold)}", each.tier) for each in policy.triggers]
        found.append(("new_customer.tier", policy.new_customer.tier))
    elif figure in ("action", "owner", "action_due"):
        for line in policy.actions:
            if line.tier == inputs.get("tier"):
                asked = line.condition
                condition = f", {asked.fact} {asked.operator} {_short(asked.value)}" if asked else ""
                leads_to: dict[str, Plain] = {
                    "action": line.action.zh if language == "zh" else line.action.en,
                    "owner": credit_again.owner_of(line, language),
                    "action_due": line.days,
                }
                found.append((f"actions: {line.tier}{condition}", leads_to[figure]))
    elif figure == "next_review":
        key = f"review_months.{inputs['tier']}"
        found.append((key, _policy_value(policy, key)))
    return (*found, *credit_again.basis_of(figure, policy))


def _policy_value(policy: Policy, key: str) -> Plain:
    found: object = policy
    for name in key.split("."):
        found = getattr(found, name)
    return cast(Plain, found)


def _short(value: float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"
