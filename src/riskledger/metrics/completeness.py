"""How complete and how recent the data behind a customer's tier is. It gives no points: it says how far the tier can be relied on.

completeness = fields filled / fields that the workbook has a place for (the fields and their reasons: `ledger.customer_fields`).
Contact goes stale by tier, as high risk is reviewed monthly, medium quarterly and low half-yearly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from riskledger.ledger.customer_fields import CustomerFields
from riskledger.ledger.tiers import Tier


@dataclass(frozen=True, slots=True)
class StaleAfter:
    """Days after which silence is stale: no contact, by tier; no payment while something is overdue; no invoice while something is open."""

    contact: Mapping[Tier, int] = field(default_factory=lambda: MappingProxyType({"high": 30, "medium": 90, "low": 180}))
    payment: int = 180
    invoice: int = 365


STALE_AFTER = StaleAfter()


@dataclass(frozen=True, slots=True)
class Completeness:
    """One customer's data. Days as ordinals, None where nothing is recorded; `share` is None where the workbook has no place for any field.

    `stale` holds "contact", "payment", "invoice"; `excluded_rows` are the customer's rows that errors keep out of every figure.
    """

    share: float | None = None
    missing: tuple[str, ...] = ()
    last_invoice: int | None = None
    last_payment: int | None = None
    last_contact: int | None = None
    excluded_rows: int = 0
    stale: tuple[str, ...] = ()


def completeness(known: CustomerFields, tiers: Sequence[Tier], as_of: int, after: StaleAfter = STALE_AFTER) -> tuple[Completeness, ...]:
    """Completeness and staleness of every customer on T (an ordinal).

    A contact or payment counts from the first invoice where there was none; a book that records none at all is not held to it,
    nor is a customer that owes nothing.
    """
    names = tuple(known.filled)
    masks = [mask.tolist() for mask in known.filled.values()]
    filled = list(zip(*masks, strict=True)) if masks else [()] * len(tiers)
    days = zip(
        *(column.tolist() for column in (known.first_invoice, known.last_invoice, known.last_payment, known.last_contact)), strict=True
    )
    states = zip(known.owes.tolist(), known.late.tolist(), known.excluded.tolist(), strict=True)
    found = []
    for tier, has, (first, invoiced, paid, spoken), (owes, late, excluded) in zip(tiers, filled, days, states, strict=True):
        stale = (
            ("contact", known.contacts_kept and owes and as_of - max(first, spoken) > after.contact[tier]),
            ("payment", known.payments_kept and late and as_of - max(first, paid) > after.payment),
            ("invoice", owes and invoiced > 0 and as_of - invoiced > after.invoice),
        )
        found.append(
            Completeness(
                share=sum(has) / len(names) if names else None,
                missing=tuple(name for name, present in zip(names, has, strict=True) if not present),
                last_invoice=invoiced or None,
                last_payment=paid or None,
                last_contact=spoken or None,
                excluded_rows=excluded,
                stale=tuple(name for name, is_stale in stale if is_stale),
            )
        )
    return tuple(found)
