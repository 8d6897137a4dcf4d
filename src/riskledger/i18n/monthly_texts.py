"""The words of the monthly report, in Chinese and English side by side: key → (zh, en)."""

from __future__ import annotations

MONTHLY: dict[str, tuple[str, str]] = {
    # figures
    "monthly.figure.outstanding": ("应收余额", "Outstanding"),
    "monthly.figure.overdue": ("逾期金额", "Overdue"),
    "monthly.figure.overdue_share": ("逾期占比", "Share overdue"),
    "monthly.figure.expected_late": ("预计迟付金额", "Money at risk"),
    "monthly.figure.dso": ("应收周转天数 DSO", "DSO"),
    "monthly.figure.best_possible_dso": ("最佳可能 DSO", "Best-possible DSO"),
    "monthly.figure.average_days_delinquent": ("平均拖欠天数", "Average days delinquent"),
    "monthly.figure.cei": ("收款有效性 CEI", "Collection effectiveness (CEI)"),
    "monthly.figure.turnover_closing": ("应收周转率（期末余额）", "Turnover (closing balance)"),
    "monthly.figure.turnover_average": ("应收周转率（平均余额）", "Turnover (average balance)"),
    "monthly.figure.turnover_days": ("周转天数", "Turnover days"),
    "monthly.figure.delay_rate_count": ("付款延迟率（笔数）", "Delay rate (by count)"),
    "monthly.figure.delay_rate_amount": ("付款延迟率（金额）", "Delay rate (by amount)"),
    "monthly.figure.top1_share": ("最大客户收入占比", "Largest customer's share"),
    "monthly.figure.top5_share": ("前五大客户收入占比", "Five largest customers' share"),
    "monthly.figure.hhi": ("客户集中度 HHI", "Concentration (HHI)"),
    "monthly.figure.allowance": ("坏账准备", "Loss allowance"),
    "monthly.figure.high_customers": ("高风险客户数", "High-risk customers"),
    # one plain sentence for each
    "monthly.said.rose": ("{figure}升至 {value}，比上月多 {change}。", "{figure} rose by {change} to {value}."),
    "monthly.said.fell": ("{figure}降至 {value}，比上月少 {change}。", "{figure} fell by {change} to {value}."),
    "monthly.said.same": ("{figure}为 {value}，与上月相同。", "{figure} stayed at {value}."),
    "monthly.said.first": ("{figure}为 {value}，没有上月可比。", "{figure} is {value}; there is no month before to compare."),
    "monthly.said.none": ("{figure}无法计算：{why}。", "{figure} cannot be computed: {why}."),
    "monthly.unit.days": ("{value} 天", "{value} days"),
    "monthly.unit.times": ("{value} 次/年", "{value} times a year"),
    "monthly.unit.share_change": ("{value} 个百分点", "{value} percentage points"),
    # what the report rests on
    "monthly.basis.as_of": (
        "所有数字均截至 {date}：此后的开票与回款不计。",
        "Every figure is as known on {date}: later invoices and payments do not count.",
    ),
    "monthly.basis.policy": ("评级按所列政策进行，其摘要为 {digest}。", "Rated under the policy named above, digest {digest}."),
    "monthly.basis.rows": (
        "读取 {read} 行，计入 {assessed} 行，因错误排除 {excluded} 行，尚未发生 {later} 行。",
        "{read} rows read: {assessed} counted, {excluded} left out for errors, {later} not yet on that date.",
    ),
    "monthly.basis.recomputed": (
        "上月（{date}）的数字由台账按当时所知重新计算。",
        "Last month ({date}) is computed from the ledger as known then.",
    ),
    "monthly.basis.snapshot": (
        "上月（{date}）的等级与余额取自工作簿中的跟进报告。",
        "Last month's tiers and balances ({date}) come from the workbook's follow-up sheet.",
    ),
    "monthly.basis.workbook": ("上月（{date}）的数字取自所给的上月工作簿。", "Last month ({date}) comes from the book given for it."),
    "monthly.basis.currencies": (
        "台账有 {count} 种币种而没有汇率，分别合计。",
        "{count} currencies without rates: each is totalled by itself.",
    ),
    # what a characteristic is called in a list
    "monthly.reason.late_ratio": ("迟付占比", "share paid late"),
    "monthly.reason.recent_late_ratio": ("近期迟付占比", "recent share late"),
    "monthly.reason.days_late": ("平均迟付天数", "mean days late"),
    "monthly.reason.days_overdue": ("最长逾期天数", "longest days overdue"),
    "monthly.reason.overdue_share": ("逾期金额占比", "overdue share of a year's invoices"),
    "monthly.reason.complaints": ("投诉或争议", "complaints or disputes"),
    "monthly.reason.financial": ("财务状况", "financial state"),
    "monthly.reason.reputation": ("市场声誉", "reputation"),
    "monthly.reason.industry": ("行业风险", "industry risk"),
    "monthly.reason.size": ("企业规模", "size"),
    "monthly.reason.new_customer": ("新客户", "new customer"),
    "monthly.reason.trigger_days_overdue": ("逾期天数过长", "days overdue"),
    "monthly.reason.trigger_worst_days_late": ("近一年迟付过久", "days late within a year"),
    "monthly.reason.trigger_complaints": ("投诉过多", "complaints"),
    "monthly.reason.trigger_disputed_share": ("争议过多", "disputes"),
    "monthly.reason.trigger_new_customer": ("新客户", "new customer"),
    "monthly.reason.trigger_limit_exceeded": ("超出信用额度", "limit exceeded"),
    "monthly.reason.trigger_limit_expired": ("额度已到期", "limit expired"),
    "monthly.reason.trigger_insurance_expired": ("信用保险已到期", "insurance expired"),
    "monthly.reason.trigger_legal_action": ("已进入诉讼", "legal action"),
    # why a tier moved
    "monthly.why.points": ("{reason}：{before} → {after}（{change} 分）", "{reason}: {before} → {after} ({change} points)"),
    "monthly.why.trigger_came": ("新触发：{reason}", "new trigger: {reason}"),
    "monthly.why.trigger_went": ("触发解除：{reason}", "trigger gone: {reason}"),
    "monthly.why.override": ("人工覆盖有变", "the override changed"),
    "monthly.promise.kept": ("承诺 {date} 付款 {amount}，已兑现", "promised {amount} for {date}: kept"),
    "monthly.promise.broken": ("承诺 {date} 付款 {amount}，未兑现", "promised {amount} for {date}: broken"),
    "monthly.promise.pending": ("承诺 {date} 付款 {amount}", "promised {amount} for {date}"),
    # did it work
    "monthly.effect.collected": (
        "上月逾期的 {overdue} 中，已收回 {collected}（{share}）。",
        "Of the {overdue} overdue last month, {collected} ({share}) has been collected.",
    ),
    "monthly.effect.promises": (
        "本月到期的付款承诺：兑现 {kept} 个，未兑现 {broken} 个。",
        "Promises due this month: {kept} kept, {broken} broken.",
    ),
    "monthly.effect.capture": (
        "本月迟付金额的 {share} 出自上月预计迟付最多的 {first} 客户。",
        "{share} of this month's late money came from the {first} of customers ranked riskiest last month.",
    ),
    # why a section is empty
    "monthly.no_former_month": ("没有上月：台账在上月末还没有记录。", "There is no month before: the ledger held nothing at its end."),
    "monthly.no_rows": ("截至该日台账没有可计入的行。", "On that date the ledger holds no row that counts."),
    "monthly.nobody_to_see_to": ("没有需要跟进的客户。", "Nobody needs to be seen to."),
    "monthly.no_trend": ("台账历史太短，画不出趋势。", "The ledger's history is too short for a trend."),
    "monthly.no_alerts": ("没有预警。", "No early warnings."),
    "monthly.no_follow_up": ("没有记录上月的行动。", "No actions of last month are on record."),
    "monthly.no_limits": ("工作簿没有信用额度。", "The workbook states no credit limits."),
    "monthly.no_watch": ("没有需要关注的其他客户。", "No further customers to watch."),
}
