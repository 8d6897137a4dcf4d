"""Writes the example books beside this script, or into another folder: the same bytes every time.

Usage: python make_examples.py [FOLDER]
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import trade_story
from classic_sample import sample
from customer_book import book
from dirt import soiled
from ledger_rows import rows_known_on

BOOK = {"zh": "风险客户管理表", "en": "risk_customers"}


def example_book(language: str, as_of: dt.date, *, dirty: bool) -> bytes:
    """The customer book as kept on a date in a language ("zh" or "en"), with the usual dirt or without."""
    rows = rows_known_on(as_of, language, trade_story.tell())
    return book(soiled(rows, language) if dirty else rows, language, as_of)


def examples() -> Iterator[tuple[str, bytes]]:
    """Name below examples/ and content of every example book."""
    for language in ("zh", "en"):
        for as_of in (trade_story.SEPTEMBER, trade_story.OCTOBER):
            yield f"{language}/{BOOK[language]}_{as_of:%Y-%m}.xlsx", example_book(language, as_of, dirty=True)
        yield f"{language}/clean.xlsx", example_book(language, trade_story.OCTOBER, dirty=False)
        yield f"sample_{language}.xlsx", sample(language)


def main(folder: Path) -> None:
    """Write them all into a folder."""
    for name, content in examples():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{path}  {len(content):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
