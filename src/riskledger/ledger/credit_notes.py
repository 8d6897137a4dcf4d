"""Credit notes in a column of their own (ERPNext's Credit Note, 贷项金额): taken off the amount, as a row of its own would be.

Outstanding = invoiced − received − credited. A row of a credit note alone has amount 0 (or none): −100 is then outstanding, nothing
paid. Where the amount itself is negative already, the column repeats it and takes nothing off.
"""

from __future__ import annotations

from collections.abc import Sequence

Minor = int | None


def less_credit(amount: Sequence[Minor], credited: Sequence[Minor]) -> tuple[list[Minor], list[Minor]]:
    """The amounts less their credit notes, and what was taken off each (None where nothing was), in minor units.

    A credit is written with or without a minus sign, as both are in use.
    """
    taken = [abs(credit) if credit and (whole or 0) >= 0 else None for whole, credit in zip(amount, credited, strict=True)]
    return [whole if off is None else (whole or 0) - off for whole, off in zip(amount, taken, strict=True)], taken
