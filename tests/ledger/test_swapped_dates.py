"""Day and month swapped by a spreadsheet: when a column is said to be so, which rows are proven, which stay out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_table import day, read, write
from riskledger import assess
from riskledger.checks.findings import Finding
from riskledger.i18n import words
from riskledger.ledger.swapped_dates import swapped
from riskledger.reporting.wording import finding_words

HEAD = "客户|交易日期|到期日|账期|交易金额|支付日期|逾期天数\n"
# Month first, imported with the day first: 3 April became 4 March, 13 March stayed text. Blank due dates prove nothing.
DATES = [f"A|@2013-{month:02}-{number:02}|||1||" for month, number in [(4, 3), (5, 2), (9, 3), (11, 1), (12, 4)]]
TEXTS = [f"A|3/{number}/2013|||1||" for number in range(13, 18)]
OUT = [False] * len(DATES) + [True] * len(TEXTS)


def column_findings(*rows: str, head: str = HEAD) -> list[Finding]:
    return [finding for finding in read(head + "\n".join(rows), as_of="2014-06-30").findings if finding.rule == "RL107"]


def test_the_column_is_told_once_with_its_evidence_and_unproven_rows_stay_out() -> None:
    drawn = read(HEAD + "\n".join(DATES + TEXTS), as_of="2014-06-30")
    [finding] = [finding for finding in drawn.findings if finding.severity == "error"]
    assert (finding.rule, finding.row, finding.column, finding.field) == ("RL107", 1, 2, "invoice_date")
    assert finding.params == {
        "header": "交易日期",
        "dates": 5,
        "texts": 5,
        "date": dt.date(2013, 4, 3),
        "date_cell": "B2",
        "text": "3/13/2013",
        "text_cell": "B7",
        "proven": 0,
        "out": 5,
    }
    assert drawn.ledger.usable == OUT
    assert drawn.counts == (5, 5, 0, 0)


def test_day_first_texts_beside_dates_read_month_first_are_the_same_fault() -> None:
    assert column_findings(*DATES, *(row.replace(f"3/{n}/", f"{n}/3/") for n, row in enumerate(TEXTS, 13)))


def fourth(rows: list[str], *more: str) -> list[str]:
    return [*rows[:4], *more]


@pytest.mark.parametrize(
    "rows",
    [
        DATES,
        TEXTS,
        [*fourth(DATES), *TEXTS],
        [*DATES, *fourth(TEXTS)],
        [*fourth(DATES), DATES[0], DATES[1], *TEXTS],
        [*DATES, *fourth(TEXTS), TEXTS[0], TEXTS[1]],
        [*fourth(DATES), "A|@2013-04-30|||1||", *TEXTS],
        [*DATES, "A|@2013-04-30|||1||", *TEXTS],
        [*DATES, *TEXTS, "A|4/7/2013|||1||"],
        [*DATES, *TEXTS, "A|17/4/2013|||1||"],
        [f"A|@2013-{month:02}-{month:02}|||1||" for month in range(1, 10)] + TEXTS,
        [row.replace("@", "").replace("-0", "/0") for row in DATES] + TEXTS,
        [f"A|201304{number:02}|||1||" for number in range(5, 12)] + TEXTS,
        [row.replace("@", "{A2+30}@") for row in DATES] + TEXTS,
    ],
    ids=[
        "dates up to the 12th and no text", "texts alone", "four dates", "four texts", "five dates, four days", "six texts, four days",
        "one of five dates after the 12th", "one of six dates after the 12th", "a text that could be either", "texts in both orders",
        "dates with one reading", "texts of year, month and day", "YYYYMMDD numbers", "dates that formulas give",
    ],
)  # fmt: skip
def test_less_than_that_is_no_swapped_column(rows: list[str]) -> None:
    assert column_findings(*rows) == []


def test_one_in_twenty_may_be_a_date_typed_later() -> None:
    many = [f"A|@2013-{month:02}-{number:02}|||1||" for month in range(4, 13) for number in (1, 2, 3)]
    drawn = read(HEAD + "\n".join([*many, "A|@2013-05-30|||1||", *TEXTS]), as_of="2014-06-30")
    [finding] = [finding for finding in drawn.findings if finding.rule == "RL107"]
    assert finding.params["dates"] == len(many)
    assert drawn.ledger.usable == [False] * len(many) + [True] * 6


NEVER = None


@pytest.mark.parametrize(
    ("row", "meant"),
    [
        ("@2013-05-01|@2013-03-01||1||", "2013-01-05"),
        ("@2013-05-01|@2013-06-01||1||", NEVER),
        ("@2013-05-01|@2013-01-04||1||", NEVER),
        ("@2013-05-01|||1|@2013-03-01|", "2013-01-05"),
        ("@2013-01-05|||1|@2013-03-01|", "2013-01-05"),
        ("@2013-05-01|||1|@2013-06-01|", NEVER),
        ("@2013-05-01|@2013-06-20|50|1||", "2013-05-01"),
        ("@2013-05-01|@2013-02-24|50|1||", "2013-01-05"),
        ("@2013-05-01|@2013-06-24|50|1||", NEVER),
        ("@2013-05-01||30|1|@2013-06-05|5天", "2013-05-01"),
        ("@2013-05-01||30|1|@2013-06-05|121天", "2013-01-05"),
        ("@2013-05-01||30|1|@2013-06-05|7天", NEVER),
        ("@2013-05-01|||1||", NEVER),
        ("@2013-05-05|||1||", "2013-05-05"),
    ],
)
def test_what_the_rows_other_cells_settle(row: str, meant: str | None) -> None:
    """Invoice date, due date, terms, amount, payment date, declared days; the due dates and payments are not swapped."""
    drawn = read(HEAD + "\n".join(["A|" + row, *DATES, *TEXTS]), as_of="2014-06-30")
    assert drawn.ledger.usable[0] is (meant is not None)
    if meant:
        assert drawn.ledger.invoice_date[0] == day(meant)
        assert ("RL219 B2" in drawn.found) is (day(meant) != day(row[1:11]))


def test_a_term_that_all_proven_rows_have_settles_the_others() -> None:
    proven = [f"A|3/{number}/2013|@{dt.date(2013, 3, number) + dt.timedelta(30)}||1||" for number in range(13, 18)]
    rows = ["A|@2013-05-01|@2013-02-04||1||", *DATES]
    assert read(HEAD + "\n".join([*rows, *proven]), as_of="2014-06-30").ledger.invoice_date[0] == day("2013-01-05")
    other = [*proven[:-1], "A|3/17/2013|@2013-04-30||1||"]
    assert read(HEAD + "\n".join(["A|@2013-05-01|@2013-05-31||1||", *DATES, *proven]), as_of="2014-06-30").ledger.usable[0]
    assert not read(HEAD + "\n".join(["A|@2013-05-01|@2013-05-31||1||", *DATES, *other]), as_of="2014-06-30").ledger.usable[0]


def test_two_swapped_columns_settle_each_other_only_where_one_reading_is_left() -> None:
    texts = [f"A|3/{number}/2013|4/{number}/2013|30|1||" for number in range(13, 18)]
    rows = ["A|@2013-05-01|@2013-04-02|30|1||", "A|@2013-01-05|@2013-04-06|30|1||", "A|@2013-05-01|@2013-04-02||1||"]
    drawn = read(HEAD + "\n".join([*rows, *DATES, *texts]), as_of="2014-06-30")
    assert [finding.field for finding in drawn.findings if finding.rule == "RL107"] == ["invoice_date", "due_date"]
    # 5 January + 30 days is 4 February. No reading of the second row is 30 days apart, and the third row states no terms.
    assert drawn.ledger.usable[:3] == [True, False, False]
    assert (drawn.ledger.invoice_date[0], drawn.ledger.due_date[0]) == (day("2013-01-05"), day("2013-02-04"))
    assert [found for found in drawn.found if found.startswith("RL219")] == ["RL219 B2", "RL219 C2", "RL219 B3", "RL219 B4"]


def test_a_column_with_texts_in_both_orders_is_left_alone_beside_a_swapped_one() -> None:
    rows = [
        f"A|{text}|{date}||1||"
        for text, date in zip(["25/3/2012", "3/26/2012"] * 5, (row.split("|")[1] for row in DATES + TEXTS), strict=True)
    ]
    found = column_findings(*rows, "A|@2012-03-04|@2013-04-03||1||")
    assert [finding.field for finding in found] == ["due_date"]


def test_a_row_with_one_date_settled_and_one_open_stays_out_and_is_named() -> None:
    texts = [f"A|3/{number}/2013|4/{2 * number - 13}/2013||1||" for number in range(13, 18)]
    drawn = read(HEAD + "\n".join(["A|@2013-05-01|@2013-02-03||1||", *DATES, *texts]), as_of="2014-06-30")
    assert not drawn.ledger.usable[0]
    assert [found for found in drawn.found if found.startswith("RL219")] == ["RL219 B2"]


def test_what_a_formula_makes_of_a_doubtful_date_proves_nothing() -> None:
    rows = ["A|@2013-05-01|{B2+50}@2013-06-20|50|1||", *DATES, *TEXTS]
    assert not read(HEAD + "\n".join(rows), as_of="2014-06-30").ledger.usable[0]


def test_a_partial_payments_declared_days_count_to_another_day() -> None:
    head = "客户|交易日期|账期|交易金额|支付日期|逾期天数|已收金额\n"
    filler = [row.replace("|||1||", "||1||") for row in DATES + TEXTS]
    rows = ["A|@2013-05-01|30|1|@2013-06-05|5天|0.4", "A|@2013-05-01|30|1|@2013-06-05|5天|1", *filler]
    assert read(head + "\n".join(rows), as_of="2014-06-30").ledger.usable[:2] == [False, True]


def test_a_book_of_which_no_row_remains_is_still_assessed(tmp_path: Path) -> None:
    texts = [row.replace("|1|", "|一元多|") for row in TEXTS]
    assessment = assess(write(tmp_path / "book.xlsx", HEAD + "\n".join(DATES + texts)), as_of="2014-06-30")
    assert assessment.row_counts["assessed"] == 0
    assert assessment.has_errors


def test_the_message_says_what_was_seen_and_how_to_mend_it() -> None:
    [finding] = column_findings(*DATES, *TEXTS)
    for language in ("zh", "en"):
        said = finding_words(finding, words(language))
        assert all(quote in said.message for quote in ("交易日期", "B2", "2013-04-03", "B7", "3/13/2013"))
        assert "{" not in said.message


@given(st.dates(dt.date(1990, 1, 1), dt.date(2199, 12, 31)))
def test_swapping_twice_gives_the_day_back(date: dt.date) -> None:
    other = swapped(date.toordinal())
    assert (other is None) == (date.day > 12 or date.day == date.month)
    if other is not None:
        assert swapped(other) == date.toordinal() != other


@given(st.lists(st.tuples(st.dates(dt.date(2013, 1, 1), dt.date(2013, 12, 31)), st.integers(0, 90)), min_size=40, max_size=60))
def test_no_swapped_date_is_ever_used_as_it_is_shown(sales: list[tuple[dt.date, int]]) -> None:
    """True dates through such an import: a row that is used has its true date, and one whose date could not be swapped is used."""

    def imported(date: dt.date) -> str:
        return f"{date.month}/{date.day}/{date.year}" if date.day > 12 else f"@{date.year}-{date.day:02}-{date.month:02}"

    rows = [f"A|{imported(date)}||60|1|@{date + dt.timedelta(paid)}|{max(0, paid - 60)}天" for date, paid in sales]
    drawn = read(HEAD + "\n".join(rows), as_of="2014-12-31")
    if not any(finding.rule == "RL107" for finding in drawn.findings):
        return
    for (date, _), usable, read_as in zip(sales, drawn.ledger.usable, drawn.ledger.invoice_date, strict=True):
        assert not usable or read_as == date.toordinal()
        assert usable or (date.day <= 12 and date.day != date.month)
