"""Payment terms: what each form means, the golden due dates, and what must hold for any terms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskledger.ledger.terms import MONTH_END, Ambiguous, Discount, Instalment, Order, Rule, Terms, Unknown, read_terms


def known(text: str | float, order: Order | None = None) -> Terms:
    terms = read_terms(text, order)
    assert isinstance(terms, Terms), terms
    return terms


def due(text: str, invoice: str, order: Order | None = None) -> str:
    return known(text, order).due(date.fromisoformat(invoice)).isoformat()


# -- golden cases ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "text", "invoice", "expected"),
    [
        ("G20 Odoo documentation, payment_terms.rst", "5 days, end of month, on the 1st", "2025-03-05", "2025-04-01"),
        ("G20 Odoo documentation, payment_terms.rst", "5 days, end of month, on the 1st", "2025-03-28", "2025-05-01"),
        ("G21 odoo/odoo#10459", "30 days EOM on the 10th", "2016-01-14", "2016-03-10"),
        ("G22 frappe/erpnext#22201", "1 month after end of invoice month", "2020-06-11", "2020-07-31"),
        ("G23 OCA/account-payment#919", "1 month after end of invoice month", "2025-02-10", "2025-03-31"),
        ("G24 frappe/erpnext#3451", "last day of next month", "2015-01-01", "2015-02-28"),
        ("G24 frappe/erpnext#3451", "last day of next month", "2015-06-16", "2015-07-31"),
        ("G24 frappe/erpnext#3451", "last day of next month", "2015-10-31", "2015-11-30"),
        ("G26 odoo/odoo#172609", "30 d then EOM day 1", "2024-04-22", "2024-06-01"),
        ("G26 odoo/odoo#172609, derived", "30 d then EOM day 0", "2024-04-22", "2024-05-31"),
        ("G27b Odoo documentation", "21 MFI", "2025-02-03", "2025-03-21"),
        ("G27b Odoo documentation", "2% 10, Net 30 EOM", "2025-01-31", "2025-02-28"),
        ("G27b Odoo documentation", "2% 10, Net 30 EOM", "2025-01-01", "2025-02-28"),
        ("G27b Odoo documentation", "Net 15", "2025-02-20", "2025-03-07"),
    ],
)
def test_golden_due_dates(case: str, text: str, invoice: str, expected: str) -> None:
    assert due(text, invoice) == expected, case


def test_g25_45_days_eom_has_two_readings_until_the_order_is_stated() -> None:
    """Dolibarr/dolibarr#18694: invoice of 2021-09-13."""
    unsettled = read_terms("45 d EOM")
    assert isinstance(unsettled, Ambiguous)
    assert unsettled.settled_by_order
    assert [reading.due(date(2021, 9, 13)) for reading in unsettled.readings] == [date(2021, 10, 31), date(2021, 11, 14)]
    assert due("45 d EOM", "2021-09-13", "days_then_month_end") == "2021-10-31"
    assert due("45 d EOM", "2021-09-13", "month_end_then_days") == "2021-11-14"


def test_g27_a_third_now_and_the_rest_at_the_end_of_the_following_month() -> None:
    """Odoo documentation: invoiced on 21 February; the whole amount is due with its last instalment."""
    terms = known("30% now, 70% end of following month")
    assert terms == Terms((Instalment(Decimal(30), Rule()), Instalment(Decimal(70), Rule(months=1, day_of_month=MONTH_END))))
    assert terms.due(date(2025, 2, 21)) == date(2025, 3, 31)


def test_g27b_the_discount_is_kept_beside_the_date_of_the_full_amount() -> None:
    """Odoo documentation: two per cent within ten days."""
    assert known("2% 10, Net 30 EOM").discounts == (Discount(Decimal(2), 10),)


# -- forms of one reading ----------------------------------------------------------------------------------------------

NET_30 = Terms.of(Rule(days=30))
NEXT_15TH = Terms.of(Rule(months=1, day_of_month=15))
NEXT_MONTH_END = Terms.of(Rule(months=1, day_of_month=MONTH_END))
DAYS_FIRST = Terms.of(Rule(days=30, day_of_month=MONTH_END))
MONTH_END_FIRST = Terms.of(Rule(day_of_month=MONTH_END, then_days=30))
PREPAID = Terms.of(Rule(event="prepayment"))
ON_DELIVERY = Terms.of(Rule(event="delivery"))
ON_RECEIPT = Terms.of(Rule(event="receipt"))
AT_ONCE = Terms.of(Rule())


@pytest.mark.parametrize(
    ("forms", "meaning"),
    [
        ("30 | 30.0 | 30天 | ３０天 | 30 天 | 三十天 | 30日内 | 账期30天 | 賬期 30 天 | 开票后30天 | 自发票日起30天 | 30天内付款", NET_30),
        ("Net 30 | net30 | NET-30 | N30 | n/30 | N / 30 | 30 days | 30 Days Net | 30-day | within 30 days of invoice date", NET_30),
        ("T/T 30 days | 电汇30天 | Payment terms: net 30 days. | Ｎｅｔ　３０", NET_30),
        ("2 weeks | 2周 | 两周 | 两个星期", Terms.of(Rule(days=14))),
        ("3 months | 3个月 | 三个月 | 3 months after invoice date | 开票后3个月", Terms.of(Rule(months=3))),
        ("次月15日 | 次月十五号 | 下个月15号 | 次月15日前付款 | 月结 次月15日 | 次月 15 日", NEXT_15TH),
        ("15th of next month | 15 MFI | 15th prox. | Net 15th prox | 15th of the month following the invoice date", NEXT_15TH),
        ("day 15 of next month | on the 15th of the following month", NEXT_15TH),
        ("次月底 | 次月月底 | 下月末 | 次月最后一天 | 月底后1个月", NEXT_MONTH_END),
        (
            "end of next month | next month, EOM | end of the month following the invoice date | last day of the following month",
            NEXT_MONTH_END,
        ),
        ("30天后的月底 | 30 days, then end of month | 30 days after invoice date, end of month", DAYS_FIRST),
        ("月底后30天 | 月末起30天 | EOM + 30 | end of month 30 days | 30 days after end of month | 30 days from EOM", MONTH_END_FIRST),
        ("EOM | End of month | 月底 | 当月底 | 当月月末 | 月结月底 | 0 days EOM", Terms.of(Rule(day_of_month=MONTH_END))),
        ("下下月10号 | 第2个月10日", Terms.of(Rule(months=2, day_of_month=10))),
        ("Prepayment | prepaid | Payment in advance | CIA | 100% T/T in advance | 预付 | 預付 | 款到发货 | 100%预付 | 发货前付款", PREPAID),
        ("COD | C.O.D. | Cash on delivery | cashondelivery | 货到付款 | 貨到付款", ON_DELIVERY),
        ("Due on receipt | due upon receipt | 见票即付 | 票到付款", ON_RECEIPT),
        ("0 | 0天 | immediate | Due now | 现结 | 即付 | 开票日付款", AT_ONCE),
    ],
)
def test_forms_in_use_and_what_they_mean(forms: str, meaning: Terms) -> None:
    for form in forms.split(" | "):
        assert read_terms(form) == meaning, form


@pytest.mark.parametrize("number", [30, 30.0])
def test_a_number_is_net_days(number: float) -> None:
    assert read_terms(number) == NET_30


@pytest.mark.parametrize(
    "text", ["2/10 net 30", "2/10, n/30", "2/10n30", "2%/10 Net 30", "2% 10 30", "2% 10 days, net 30", "2% if paid within 10 days, net 30"]
)
def test_a_discount_does_not_move_the_due_date(text: str) -> None:
    assert read_terms(text) == Terms.of(Rule(days=30), (Discount(Decimal(2), 10),))


def test_discounts_in_steps() -> None:
    terms = known("2/10, 1/20, n/30")
    assert terms.discounts == (Discount(Decimal(2), 10), Discount(Decimal(1), 20))
    assert known("10天内付款优惠2%，20天内付款优惠1%，30天付清") == terms


@pytest.mark.parametrize(
    "text",
    [
        "30%预付 70%60天",
        "30%预付70%60天",
        "预付30%，60天70%",
        "预付30%，余款60天",
        "预付30%，尾款70%60天",
        "30% deposit, balance net 60",
        "30% in advance and 70% 60 days",
        "30% prepayment; 70% net 60 days",
    ],
)
def test_instalments_in_either_order_of_share_and_rule(text: str) -> None:
    assert read_terms(text) == Terms(
        (Instalment(Decimal(30), Rule(event="prepayment")), Instalment(Decimal(70), Rule(days=60))),
    )


def test_shares_that_begin_like_a_discount_are_instalments() -> None:
    parts = (Instalment(Decimal(20), Rule(days=10)), Instalment(Decimal(80), Rule(days=60)))
    assert known("20% 10 days, 80% 60 days") == Terms(parts)


# -- several readings, or none -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["月结30", "月结30天", "月結３０天", "30天月结", "当月结30天"])
def test_settled_by_the_month_counts_from_the_month_end_once_that_is_stated(text: str) -> None:
    """Usual practice: an invoice of 15 May, closed with May, is due 30 days after 31 May; others count from the invoice."""
    unsettled = read_terms(text)
    assert isinstance(unsettled, Ambiguous)
    assert unsettled.settled_by_order
    assert {reading.due(date(2024, 5, 15)) for reading in unsettled.readings} == {date(2024, 6, 30), date(2024, 6, 14)}
    assert due(text, "2024-05-15", "month_end_then_days") == "2024-06-30"
    assert due(text, "2024-01-20", "month_end_then_days") == "2024-03-01"  # 31 January + 30 in a leap year
    assert due(text, "2024-01-20", "days_then_month_end") == "2024-02-29"


def test_settled_by_the_month_without_days() -> None:
    unsettled = read_terms("月结")
    assert isinstance(unsettled, Ambiguous)
    assert set(unsettled.readings) == {Terms.of(Rule(day_of_month=MONTH_END)), NEXT_MONTH_END}
    assert due("月结", "2025-02-03", "month_end_then_days") == "2025-02-28"


def test_next_month_settlement_is_not_settled_by_the_order() -> None:
    """From 1 April or from 31 March: 1 May or 30 April."""
    for order in (None, "days_then_month_end", "month_end_then_days"):
        unsettled = read_terms("次月结30天", order)
        assert isinstance(unsettled, Ambiguous)
        assert not unsettled.settled_by_order
        assert [reading.due(date(2020, 3, 10)) for reading in unsettled.readings] == [date(2020, 5, 1), date(2020, 4, 30)]


def test_an_open_instalment_makes_the_terms_ambiguous_and_one_convention_holds_for_all() -> None:
    unsettled = read_terms("30%预付 70%月结30天")
    assert isinstance(unsettled, Ambiguous)
    assert all(reading.instalments[0].rule.event == "prepayment" for reading in unsettled.readings)
    assert due("30%预付 70%月结30天", "2025-05-15", "month_end_then_days") == "2025-06-30"
    both = read_terms("50% 30 days EOM, 50% 60 days EOM")
    assert isinstance(both, Ambiguous)
    assert len(both.readings) == 2


def test_net_30_eom_without_a_discount_has_a_third_reading() -> None:
    """frappe/erpnext#3451 uses it for the last day of the next month."""
    unsettled = read_terms("Net 30 EOM")
    assert isinstance(unsettled, Ambiguous)
    assert set(unsettled.readings) == {DAYS_FIRST, MONTH_END_FIRST, NEXT_MONTH_END}


@pytest.mark.parametrize(
    "text",
    [
        *("NAA8", "NAH4", "Z030", "N030", "030", "ZB60", "", "  ", "-", "-5", "30.5", "12000", "30/60/90", "3/30", "30 60"),
        *("30个工作日", "15号", "每月25日", "当月25日", "月结25日", "次月", "次月32日", "0th of next month", "45 d EOM on the 40th"),
        *("L/C 90 days", "D/P", "30天预付", "COD 30", "银行转账 A", "net 30 net 60"),
        *("2/10", "2/10 EOM", "2% 10 days", "30% 10 days net 30"),
        *("100%", "50% now, 40% later", "0% now, 100% net 30", "30% now, balance"),
    ],
)
def test_codes_and_half_read_terms_stay_unknown(text: str) -> None:
    assert read_terms(text) == Unknown(text.strip())


@pytest.mark.parametrize("number", [-1, 30.5, 3651, float("nan"), float("inf"), True])
def test_numbers_that_are_no_terms(number: float) -> None:
    assert isinstance(read_terms(number), Unknown)


@pytest.mark.parametrize(
    "text", ["货到30天", "票到30天", "验收合格后60天", "30 days after delivery", "30%预付，70%货到30天", "30 days from receipt of invoice"]
)
def test_terms_that_count_from_a_day_the_ledger_does_not_date(text: str) -> None:
    assert read_terms(text) == Unknown(text, "other_start")


# -- months' ends ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "invoice", "expected"),
    [
        ("1 month", "2023-01-31", "2023-02-28"),
        ("1 month", "2024-01-31", "2024-02-29"),
        ("1 month", "2024-02-29", "2024-03-29"),
        ("12 months", "2024-02-29", "2025-02-28"),
        ("30th of next month", "2025-01-05", "2025-02-28"),
        ("31st of next month", "2025-03-05", "2025-04-30"),
        ("15th of next month", "2025-12-31", "2026-01-15"),
        ("end of next month", "2024-01-31", "2024-02-29"),
        ("2 months after end of month", "2024-12-15", "2025-02-28"),
        ("30 days then EOM", "2025-01-31", "2025-03-31"),
        ("30天后的次月10日", "2025-01-02", "2025-03-10"),
        ("次月底后10天", "2025-01-15", "2025-03-10"),
        ("net 30", "9999-12-25", "9999-12-31"),
        ("next month 15", "9999-12-25", "9999-12-31"),
    ],
)
def test_short_months_leap_years_and_the_turn_of_the_year(text: str, invoice: str, expected: str) -> None:
    assert due(text, invoice) == expected


# -- what must hold for any terms --------------------------------------------------------------------------------------

days = st.integers(0, 3650)
months = st.integers(1, 120)
rules = st.one_of(
    st.builds(Rule, days=days),
    st.builds(Rule, months=months),
    st.builds(Rule, days=days, months=months, day_of_month=st.integers(1, 31), then_days=days),
    st.builds(Rule, days=days, day_of_month=st.just(MONTH_END), then_days=days),
    st.builds(Rule, event=st.sampled_from(["prepayment", "delivery", "receipt"])),
)


@st.composite
def any_terms(draw: st.DrawFn) -> Terms:
    cuts = sorted(draw(st.sets(st.integers(1, 9999), max_size=4)))
    shares = [Decimal(end - start) / 100 for start, end in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    percents = st.integers(1, 2000).map(lambda hundredths: Decimal(hundredths) / 100)
    discounts = draw(st.lists(st.builds(Discount, percent=percents, days=days), max_size=2))
    return Terms(tuple(Instalment(share, draw(rules)) for share in shares), tuple(discounts))


@given(any_terms(), st.sampled_from(["zh", "en"]), st.sampled_from([None, "days_then_month_end", "month_end_then_days"]))
def test_the_words_for_terms_read_back_as_the_same_terms(terms: Terms, language: str, order: Order | None) -> None:
    words = terms.describe(language)  # type: ignore[arg-type]  # drawn from the two languages
    assert read_terms(words, order) == terms, words


@given(any_terms(), st.dates())
def test_nothing_falls_due_before_the_invoice_or_after_the_last_instalment(terms: Terms, invoice: date) -> None:
    days_due = [each.rule.due(invoice) for each in terms.instalments]
    assert invoice <= min(days_due) <= max(days_due) == terms.due(invoice)


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("N30", "开票后30天", "net 30 days"),
        ("1 day", "开票后1天", "net 1 day"),
        ("0", "开票日付款", "due on the invoice date"),
        ("COD", "货到付款", "cash on delivery"),
        ("30 days EOM on the 10th", "30天后的次月10日", "30 days, then 10th of next month"),
        ("11 MFI", "次月11日", "11th of next month"),
        ("22 MFI", "次月22日", "22nd of next month"),
        ("下下月底", "第2个月底", "end of the 2nd following month"),
        ("EOM+45", "月底后45天", "end of month, then 45 days"),
        ("2/10 n/30", "10天内付款优惠2%，开票后30天", "2% discount within 10 days, net 30 days"),
        ("预付33.50%，余款次月底", "33.5%预付款，66.5%次月底", "33.5% prepayment, 66.5% end of next month"),
    ],
)
def test_terms_in_words(text: str, chinese: str, english: str) -> None:
    assert (known(text).describe("zh"), known(text).describe("en")) == (chinese, english)


_PIECES = [
    *(
        "net",
        "n",
        "n/",
        "30",
        "45",
        "2/10",
        "2%",
        "70%",
        "30%",
        "%",
        "days",
        "d",
        "EOM",
        "end of",
        "next month",
        "month",
        "after",
        "then",
        "on",
    ),
    *("the", "10th", "st", "MFI", "balance", "and", "COD", "NAA8", "0", ",", "/", "+", "-", "９"),
    *("天", "日", "月底", "月结", "次月", "次月结", "后", "预付", "余款", "，", "第", "3个月", "个月", "年", "货到", "十五"),
]
_PHRASES = st.lists(st.sampled_from(_PIECES), max_size=8)


@given(st.one_of(st.text(max_size=40), _PHRASES.map("".join), _PHRASES.map(" ".join)))
def test_any_text_is_read_without_a_crash_and_terms_mean_what_their_words_say(text: str) -> None:
    outcome = read_terms(text)
    readings = (outcome,) if isinstance(outcome, Terms) else outcome.readings if isinstance(outcome, Ambiguous) else ()
    for terms in readings:
        assert terms.due(date(2024, 1, 31)) >= date(2024, 1, 31)
        assert read_terms(terms.describe("zh")) == terms == read_terms(terms.describe("en"))
    if isinstance(outcome, Ambiguous):
        assert len(set(outcome.readings)) > 1


@given(st.one_of(st.floats(), st.integers()))
def test_any_number_is_net_days_or_unknown(number: float) -> None:
    outcome = read_terms(number)
    assert isinstance(outcome, Unknown) or outcome == Terms.of(Rule(days=int(number)))


@pytest.mark.parametrize(
    "steps",
    [
        {"days": -1},
        {"days": 3651},
        {"months": 121},
        {"day_of_month": 15},
        {"months": 1, "day_of_month": 0},
        {"months": 1, "day_of_month": 32},
        {"days": 1, "months": 1},
        {"then_days": 1},
        {"days": 1, "event": "delivery"},
    ],
)
def test_steps_that_no_terms_have_cannot_be_made(steps: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"day|month|event"):
        Rule(**steps)  # type: ignore[arg-type]  # one case names an event


def test_shares_must_make_the_whole() -> None:
    with pytest.raises(ValueError, match="100"):
        Terms((Instalment(Decimal(60), Rule()), Instalment(Decimal(30), Rule(days=30))))
