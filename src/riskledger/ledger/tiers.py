"""Names of the three tiers: the words written into a workbook and every word read back as one of them."""

from __future__ import annotations

from typing import Literal

Tier = Literal["low", "medium", "high"]
TIERS: tuple[Tier, ...] = ("low", "medium", "high")

NAMES: dict[str, dict[Tier, str]] = {
    "zh": {"low": "低风险", "medium": "中风险", "high": "高风险"},
    "en": {"low": "Low", "medium": "Medium", "high": "High"},
}

_READ: dict[str, Tier] = {
    "低风险": "low",
    "低": "low",
    "low": "low",
    "lowrisk": "low",
    "中风险": "medium",
    "中": "medium",
    "medium": "medium",
    "mediumrisk": "medium",
    "med": "medium",
    "高风险": "high",
    "高": "high",
    "high": "high",
    "highrisk": "high",
}


def read_tier(text: str) -> Tier | None:
    """The tier a text names, in either language; None when it names none of the three."""
    return _READ.get("".join(text.split()).lower())
