"""Receivables in the five classes of bank loans, by days overdue: a view by analogy only.

正常, 关注 (overdue at all), 次级 (> 90 days), 可疑 (> 270), 损失 (> 360): 银保监会、人行令〔2023〕1号, which binds banks and
looks at more than days. What has no due date is in no class, and an open credit is no asset to classify: both stand by themselves, so
that all together tie to the outstanding balance.
"""

from __future__ import annotations

from typing import Final, cast

import numpy as np

from riskledger.metrics.facts import Ints

CLASSES: Final = ("normal", "special_mention", "substandard", "doubtful", "loss", "unclassified", "credits")
_UNCLASSIFIED: Final = CLASSES.index("unclassified")
_CREDITS: Final = CLASSES.index("credits")
_MORE_DAYS_THAN: Final = np.array([0, 90, 270, 360])


def five_class_of(due_day: Ints, outstanding: Ints, as_of: int) -> Ints:
    """Class index (into CLASSES) of every row on T, −1 where nothing is outstanding; days as ordinals, 0 where unknown."""
    by_days = np.searchsorted(_MORE_DAYS_THAN, as_of - due_day)
    of_debt = np.where(due_day > 0, by_days, _UNCLASSIFIED)
    return cast(Ints, np.where(outstanding > 0, of_debt, np.where(outstanding < 0, _CREDITS, -1)))


def five_class_sums(due_day: Ints, outstanding: Ints, as_of: int) -> dict[str, int]:
    """Outstanding by class, minor units, below 0 only for credits; the sums make the outstanding balance."""
    classes = five_class_of(due_day, outstanding, as_of)
    return {name: int(outstanding[classes == at].sum()) for at, name in enumerate(CLASSES)}
