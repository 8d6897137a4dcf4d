"""The words of `explain`: the page for the meeting, in Chinese and English side by side: key → (zh, en)."""

from __future__ import annotations

EXPLAIN: dict[str, tuple[str, str]] = {
    # who and how risky
    "explain.before_same": ("上月末（{date}）也是{tier}，风险分 {points}", "{tier} at the month-end before too ({date}), with {points} risk points"),
    "explain.before_other": ("上月末（{date}）为{tier}，风险分 {points}；现在{now}", "Was {tier} at the month-end before ({date}), with {points} risk points; now {now}"),
    "explain.before_none": ("上月末（{date}）还没有这位客户", "No customer yet at the month-end before ({date})"),
    "explain.missing": ("评级未用到（没有登记）：{names}", "Not recorded for the rating: {names}"),
    "explain.missing.financial": ("财务评分", "financial score"),
    "explain.missing.reputation": ("信誉评分", "reputation score"),
    "explain.missing.industry": ("行业风险", "industry risk"),
    "explain.missing.size": ("规模评分", "size score"),
    "explain.missing.history": ("付款记录", "payment history"),
    # how much
    "explain.how_much": ("金额、额度与保障", "Money, limit and cover"),
    "explain.limit": ("信用额度 {amount}{until}；币种不同，不能与敞口相比", "Credit limit {amount}{until}; its currency does not compare with the exposure"),
    "explain.limit_used": ("信用额度 {amount}{until}：已用 {used}，尚余 {left}", "Credit limit {amount}{until}: {used} used, {left} left"),
    "explain.limit_over": ("信用额度 {amount}{until}：已用 {used}，超出 {left}", "Credit limit {amount}{until}: {used} used, {left} over it"),
    "explain.until": ("（至 {date}）", " (until {date})"),
    "explain.ended": ("（已于 {date} 到期）", " (ended {date})"),
    "explain.insurance": ("信用保险：{cover}{until}", "Credit insurance: {cover}{until}"),
    "explain.guarantee": ("担保：{cover}{until}", "Guarantee: {cover}{until}"),
    "explain.cover_unknown": ("有，数额不清楚", "yes, amount not stated"),
    "explain.timeline": ("近 12 个月末的余额与逾期（按当时所知）", "Balance and lateness at the last 12 month-ends (as known then)"),
    "explain.month_end": ("月末", "Month-end"),
    "explain.overdue": ("逾期", "Overdue"),
    "explain.share": ("占比", "Share"),
    "explain.bucket": ("账龄", "Ageing"),
    "explain.undated": (
        "有 {count} 笔收款没有日期，按开票时已收计算；早先的余额可能更高",
        "{count} receipts have no date and count as received from the start: earlier balances may have been higher",
    ),
    # what was said, what to do
    "explain.said": ("说过什么", "What was said"),
    "explain.promise": (
        "{made} 承诺 {day} 付 {what}：{outcome}，期间收到 {received}（{cell}）",
        "{made}: promised {what} for {day}: {outcome}, {received} received in that time ({cell})",
    ),
    "explain.a_payment": ("款项", "a payment"),
    "explain.outcome.kept": ("兑现", "kept"),
    "explain.outcome.broken": ("落空", "broken"),
    "explain.outcome.pending": ("未到期", "pending"),
    "explain.to_do": ("要做什么", "What to do"),
}  # fmt: skip
