"""Measures what dirt costs: intake of a large ledger with one kind of dirt against intake of the same ledger clean; never a test.

Usage: python dirty_intake.py [--rows 100000] [--runs 5] [--only NAME …] [--write docs/benchmarks.md]

Intake is what happens before anything is measured: the sheet read, its rows understood, the row rules checked. Every kind of dirt is
laid on a twentieth of the rows and on all of them. Each figure is taken in a process of its own, so that nothing is remembered from
the run before; the books take turns, and a ratio compares the medians of CPU seconds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from make_ledger import AS_OF, EXCEL_DAY_ZERO, HEADERS, SEED, Cell, Formula, Row, ledger_rows, write_rows
from speed import circumstances, write_section

NUMBER, NAME, CONTACT, INVOICED, DUE, AMOUNT, PAID = (
    HEADERS.index(name) for name in ("单据号", "客户名称", "联系方式", "交易日期", "到期日", "交易金额", "支付日期")
)
DAYS = (INVOICED, DUE, PAID)
SOME = 0.05  # of the rows, where dirt is said to be on some
MOST_ALLOWED = 1.5  # times the intake of the clean book, for the mixture that real books have
WIDE = str.maketrans("0123456789,.-()", "０１２３４５６７８９，．－（）")
CLEAN, MIXTURE = "clean, 0%", "mixture, 5% each"
Smear = Callable[[list[Cell], random.Random], None]


class Dirt(NamedTuple):
    """One kind of dirt: what it does to a row, and the header that the contact column gets for it."""

    name: str
    smear: Smear
    header: str = HEADERS[CONTACT]


def _day(serial: Cell) -> dt.date:
    assert isinstance(serial, int)
    return dt.date.fromordinal(serial + EXCEL_DAY_ZERO)


def _number_of(row: Sequence[Cell]) -> int:
    return int(str(row[NAME])[2:8])  # 客户000012有限公司


def text_amounts(row: list[Cell], pick: random.Random) -> None:
    """Amounts with thousands commas, a unit or a currency sign."""
    amount = row[AMOUNT]
    assert isinstance(amount, int | float)
    forms = (f"{amount:,.2f}元", f"￥{amount:,.2f}", f"RMB {amount:,.2f}", f"{amount}元", f"{amount:,.2f}", f"{amount / 10_000:.6f}万")
    row[AMOUNT] = pick.choice(forms)


def text_dates(row: list[Cell], pick: random.Random) -> None:
    """Dates as texts, each in a form of its own."""
    for column in DAYS:
        if row[column] is not None:
            day = _day(row[column])
            forms = (
                f"{day:%Y-%m-%d}",
                f"{day.year}/{day.month}/{day.day}",
                f"{day.year}年{day.month}月{day.day}日",
                f"{day:%Y%m%d}",
                f"{day:%Y.%m.%d}",
                f"{day:%Y-%m-%d} 00:00:00",
                f"{day:%d-%b-%Y}",
            )
            row[column] = pick.choice(forms)


def full_width(row: list[Cell], _: random.Random) -> None:
    """Names, amounts and dates typed in full-width characters."""
    row[NAME] = str(row[NAME]).translate(WIDE)
    row[AMOUNT] = f"{row[AMOUNT]:,.2f}".translate(WIDE)
    row[INVOICED] = f"{_day(row[INVOICED]):%Y-%m-%d}".translate(WIDE)


def blanks(row: list[Cell], pick: random.Random) -> None:
    """Blanks before and behind every text."""
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            row[column] = pick.choice((cell + " ", " " + cell, cell + "\u3000", cell + "\u00a0"))


def mixed_ids(row: list[Cell], pick: random.Random) -> None:
    """Customer ids as text with zeros, as text without them and as numbers."""
    number = _number_of(row)
    row[CONTACT] = pick.choice((f"{number:08d}", str(number), number))


def spellings(row: list[Cell], pick: random.Random) -> None:
    """Customers written in several ways."""
    name = str(row[NAME])
    forms = (name, name.translate(WIDE), f"{name[:2]} {name[2:]}", name.replace("有限公司", "有限责任公司"), name.replace("有限公司", ""))
    row[NAME] = pick.choice(forms)


def ambiguous_dates(row: list[Cell], _: random.Random) -> None:
    """Invoice dates whose day and month nobody can tell apart: 03/04/2025."""
    day = _day(row[INVOICED])
    row[INVOICED] = f"{day.day % 12 + 1:02d}/{day.month:02d}/{day.year}"


def ambiguous_amounts(row: list[Cell], _: random.Random) -> None:
    """Amounts with two readings: 1.234, 12,34."""
    amount = row[AMOUNT]
    assert isinstance(amount, int | float)
    row[AMOUNT] = f"{amount % 900 + 1:.3f}"


def swapped_dates(row: list[Cell], _: random.Random) -> None:
    """All dates through an import that reads the day first: 3/4 becomes 4 March, 3/13 stays a text."""
    for column in DAYS:
        if row[column] is not None:
            day = _day(row[column])
            text = f"{day.month:02d}/{day.day:02d}/{day.year}"
            row[column] = text if day.day > 12 else day.replace(month=day.day, day=day.month).toordinal() - EXCEL_DAY_ZERO


def errors(row: list[Cell], pick: random.Random) -> None:
    """Formulas that fail, in the amount or a date."""
    row[pick.choice((AMOUNT, INVOICED, DUE))] = Formula("NA()", "#N/A")


def worded_terms(row: list[Cell], pick: random.Random) -> None:
    """No due date, but terms in words."""
    row[CONTACT] = pick.choice(("月结30天", "月结60", "net 30", "30天", "货到付款", "2/10 net 30", "EOM+30", "开票后45天", "次月10日"))
    row[DUE] = None


def repeated(_row: list[Cell], _pick: random.Random) -> None:
    """Rows that stand there twice: whoever makes the rows writes the one before again."""


DIRTS = (
    Dirt("text amounts", text_amounts),
    Dirt("text dates", text_dates),
    Dirt("full width", full_width),
    Dirt("blanks around texts", blanks),
    Dirt("mixed id types", mixed_ids, "客户编号"),
    Dirt("several spellings", spellings),
    Dirt("ambiguous dates", ambiguous_dates),
    Dirt("ambiguous amounts", ambiguous_amounts),
    Dirt("swapped dates", swapped_dates),
    Dirt("error cells", errors),
    Dirt("duplicate rows", repeated),
    Dirt("terms in words", worded_terms, "付款条件"),
)
MIXED = (text_amounts, text_dates, full_width, blanks, mixed_ids, spellings, ambiguous_dates, errors, repeated)


def dirty_rows(count: int, smears: Sequence[Smear], share: float) -> Iterator[Row]:
    """The clean ledger's rows with each kind of dirt on a share of them, independently; a cell is dirtied once."""
    pick = random.Random(SEED)
    before: Row | None = None
    for clean in ledger_rows(count):
        if len(smears) > 1:
            clean = (*clean[:CONTACT], f"{_number_of(clean):08d}", *clean[CONTACT + 1 :])
        chosen = [smear for smear in smears if pick.random() < share]
        if repeated in chosen and before is not None:
            yield before
            before = None  # else all rows would be one
            continue
        row = list(clean)
        for smear in chosen:
            dirty = list(clean)
            smear(dirty, pick)
            row = [new if now == old else now for now, new, old in zip(row, dirty, clean, strict=True)]
        before = tuple(row)
        yield before


def take(book: Path) -> dict[str, float]:
    """CPU seconds of each stage of the intake of one book, and what came of it. For a process of its own."""
    from riskledger.assessment import candidates
    from riskledger.checks.consistency import check_rows
    from riskledger.ledger.intake import read_ledger
    from riskledger.ledger.known import known_on
    from riskledger.ledger.recognise import recognise
    from riskledger.workbook.opening import open_any

    gc.disable()  # as the command does
    with open_any(book) as opened:
        layout = recognise(candidates(opened, None), {})
        started = time.process_time()
        cells = opened.read(layout.sheet)
        read = time.process_time()
        ledger = read_ledger(cells, layout)
        understood = time.process_time()
        known = known_on(ledger, AS_OF)
        findings = [*ledger.findings, *check_rows(ledger, known, cells)]
        checked = time.process_time()
    return {
        "reading": read - started,
        "understanding": understood - read,
        "checks": checked - understood,
        "intake": checked - started,
        "findings": len(findings),
        "rows left": int(known.assessed.sum()),
    }


def measure(books: dict[str, Path], runs: int) -> dict[str, dict[str, float]]:
    """The median of each figure, the books by turns, every run in a fresh process."""
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in books}
    for turn in range(runs):
        for name, book in books.items():
            done = subprocess.run([sys.executable, __file__, "--take", str(book)], check=True, stdout=subprocess.PIPE)
            taken[name].append(json.loads(done.stdout))
        print(f"run {turn + 1} of {runs} done", file=sys.stderr)
    return {name: {figure: statistics.median(run[figure] for run in found) for figure in found[0]} for name, found in taken.items()}


def table(results: dict[str, dict[str, float]]) -> str:
    """The Markdown table: seconds of each stage, and the two ratios to the clean book."""
    clean = results[CLEAN]
    lines = ["| dirt | on rows | reading s | understanding s | checks s | intake, × clean | understanding, × clean | findings |"]
    lines.append("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, found in results.items():
        dirt, _, share = name.partition(", ")
        stages = " | ".join(f"{found[stage]:.2f}" for stage in ("reading", "understanding", "checks"))
        ratios = " | ".join(f"{found[stage] / clean[stage]:.2f}" for stage in ("intake", "understanding"))
        lines.append(f"| {dirt} | {share} | {stages} | {ratios} | {int(found['findings']):,} |")
    mixed = results[MIXTURE]["intake"] / clean["intake"]
    verdict = "within" if mixed <= MOST_ALLOWED else "beyond"
    lines += ["", f"Intake of the mixture takes **{mixed:.2f} ×** that of the clean book, {verdict} the {MOST_ALLOWED} allowed."]
    return "\n".join(lines)


def make_books(folder: Path, rows: int, only: Sequence[str]) -> dict[str, Path]:
    """The clean book, the mixture, and of each kind of dirt one book with some rows dirty and one with all."""
    wanted: list[tuple[str, tuple[Smear, ...], str, float]] = [(CLEAN, (), HEADERS[CONTACT], 0.0), (MIXTURE, MIXED, "客户编号", SOME)]
    for dirt in DIRTS:
        if not only or dirt.name in only:
            wanted += [(f"{dirt.name}, {share:.0%}", (dirt.smear,), dirt.header, share) for share in (SOME, 1.0)]
    books: dict[str, Path] = {}
    for name, smears, header, share in wanted:
        books[name] = folder / f"{len(books)}.xlsx"
        headers = [*HEADERS[:CONTACT], header, *HEADERS[CONTACT + 1 :]]
        write_rows(books[name], dirty_rows(rows, smears, share), headers, filtered=rows)
        print(f"made: {name}", file=sys.stderr)
    return books


def main() -> None:
    """Read the options, make the books, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=(), metavar="NAME", help=f"kinds of dirt: {', '.join(dirt.name for dirt in DIRTS)}")
    parser.add_argument("--write", type=Path, help="also write the table to this Markdown file, as its section on dirt")
    parser.add_argument("--take", type=Path, help="measure the intake of one book in this process, print it as JSON, and stop")
    options = parser.parse_args()
    if options.take:
        print(json.dumps(take(options.take)))
        return
    with tempfile.TemporaryDirectory() as folder:
        results = measure(make_books(Path(folder), options.rows, options.only), options.runs)
    text = f"{circumstances(options.rows, inline=False, runs=options.runs)}\n\n{table(results)}\n"
    print(text)
    if options.write:
        command = f"python benchmarks/dirty_intake.py --rows {options.rows} --runs {options.runs}"
        write_section(options.write, "What dirt costs", command, text)


if __name__ == "__main__":
    main()
