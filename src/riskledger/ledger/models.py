"""The pydantic model of a ledger row: which values are believable. Checked column by column, which is far faster than row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

Name = Annotated[str, Field(min_length=1, max_length=255)]
Money = Annotated[int, Field(ge=-(10**14), le=10**14, description="minor units (分 / cents)")]
Day = Annotated[int, Field(ge=dt.date(1990, 1, 1).toordinal(), le=dt.date(2199, 12, 31).toordinal(), description="proleptic ordinal")]


class LedgerRow(BaseModel):
    """One transaction as understood: names as text, money in minor units, dates as ordinals. Blank cells are None."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    customer: Name | None
    customer_id: Name | None
    invoice_date: Day | None
    due_date: Day | None
    payment_date: Day | None
    amount: Money | None
    paid_amount: Money | None
    outstanding: Money | None
    declared: Annotated[int, Field(ge=-36_500, le=36_500)] | None
    complaints: Annotated[int, Field(ge=0, le=1_000)] | None
    override_until: Day | None


class OutOfRange(NamedTuple):
    """A value the model rejects: field, place in the column."""

    field: str
    place: int


_COLUMNWISE: Any = {name: (list[field.annotation], ...) for name, field in LedgerRow.model_fields.items()}  # type: ignore[name-defined]  # built at run time
LedgerColumns: type[BaseModel] = create_model("LedgerColumns", __config__=ConfigDict(strict=True), **_COLUMNWISE)


def out_of_range(columns: Mapping[str, Sequence[object]]) -> list[OutOfRange]:
    """Check parallel columns (field → values) against `LedgerRow`; fields that are absent count as blank. Returns every rejection."""
    size = max((len(values) for values in columns.values()), default=0)
    blank: list[None] = [None] * size
    try:
        LedgerColumns.model_validate({name: columns.get(name, blank) for name in LedgerRow.model_fields})
    except ValidationError as error:
        found = {
            OutOfRange(str(e["loc"][0]), int(e["loc"][1]))
            for e in error.errors(include_url=False, include_context=False, include_input=False)
        }
        return sorted(found, key=lambda item: (item.place, item.field))
    return []
