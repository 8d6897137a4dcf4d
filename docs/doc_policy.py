"""What each key of a rating policy means, in both languages, and whether its built-in value was measured or is judgement."""

from __future__ import annotations

BASIS = {
    "together": "整体实测 / measured as a whole",
    "measured": "实测 / measured",
    "judgement": "判断 / judgement",
    "free": "由您定 / yours to set",
}

# key → (zh, en, basis). docs/generate.py fails when a key of the model is missing here, or the other way round.
MEANINGS: dict[str, tuple[str, str, str]] = {
    "name": ("政策名称，zh 与 en 各一", "name of the policy, in zh and en", "free"),
    "default_term_days": (
        "没有到期日和账期的行按多少天计；不填则从不假定",
        "net days for rows without due date or terms; absent: none is ever assumed",
        "free",
    ),
    "payment.late_ratio": ("迟付笔数占比最多给的分", "most points for the share of invoices paid late", "together"),
    "payment.recent_late_ratio": ("近期迟付占比最多给的分", "most points for the recent share paid late", "together"),
    "payment.days_late": (
        "平均迟付天数（越近权重越大）最多给的分",
        "most points for the mean days late, recent ones weighing more",
        "together",
    ),
    "payment.days_overdue": ("未收款最长逾期天数最多给的分", "most points for the longest overdue open item", "together"),
    "payment.overdue_share": (
        "逾期金额占近一年开票额最多给的分",
        "most points for the overdue amount as a share of a year's invoices",
        "together",
    ),
    "payment.complaints": ("投诉或争议最多给的分", "most points for complaints or disputes", "judgement"),
    "prior.anchor_invoices": ("稳定全体迟付率的假想发票数", "imagined invoices that steady the portfolio's late share", "judgement"),
    "prior.anchor_late_share": ("其中假想迟付的比例", "share of them imagined late", "judgement"),
    "prior.shrink": (
        "全体迟付率相当于客户的几笔发票",
        "how many of a customer's invoices the portfolio's late share counts for",
        "together",
    ),
    "prior.recent_shrink": (
        "全部历史在近期迟付率中相当于几笔",
        "how many recent invoices the whole history counts for",
        "together",
    ),
    "prior.recent_days": ("“近期”的天数", "days that count as recent", "together"),
    "prior.recent_count": ("近期发票最多按几笔计权", "recent invoices count up to this many", "together"),
    "prior.half_life_days": ("多少天后迟付天数的权重减半", "days after which an invoice's days late weigh half", "together"),
    "prior.window_days": ("开票额与投诉回看的天数", "days that invoiced amounts and complaints look back", "judgement"),
    "prior.days_late_cap": ("平均迟付多少天起给满分", "mean days late that give full points", "together"),
    "prior.days_overdue_cap": ("最长逾期多少天起给满分", "longest days overdue that give full points", "together"),
    "prior.complaints_cap": ("多少次投诉起给满分", "complaints that give full points", "judgement"),
    "indicators.payment": ("付款记录的权重", "weight of the payment record", "judgement"),
    "indicators.financial": ("财务状况的权重（有明确数值才计）", "weight of the financial state, only where a value is given", "judgement"),
    "indicators.reputation": ("市场信誉的权重（同上）", "weight of market reputation, likewise", "judgement"),
    "indicators.industry": ("行业风险的权重（同上）", "weight of industry risk, likewise", "judgement"),
    "indicators.size": ("企业规模的权重（同上）", "weight of business size, likewise", "judgement"),
    "cuts.medium_from": ("从多少风险分起为中风险", "risk points from which a customer is Medium", "measured"),
    "cuts.high_from": ("从多少风险分起为高风险", "risk points from which a customer is High", "measured"),
    "new_customer.factor": (
        "新客户的风险分 = 该系数 × 全体迟付率",
        "points of a new customer = this factor × the portfolio's late share",
        "judgement",
    ),
    "new_customer.tier": ("新客户至少为哪一级", "the least tier of a new customer", "judgement"),
    "confidence.normal_from": (
        "指标权重覆盖达到多少，可信度为正常",
        "share of indicator weight from which confidence is normal",
        "judgement",
    ),
    "review_months.low": ("低风险多少个月后复评", "months until a Low customer is reviewed", "judgement"),
    "review_months.medium": ("中风险多少个月后复评", "months until a Medium customer is reviewed", "judgement"),
    "review_months.high": ("高风险多少个月后复评", "months until a High customer is reviewed", "judgement"),
    "[[triggers]]": (
        "触发条件的行数：事实、运算符、阈值、至少到哪一级",
        "lines of triggers: fact, operator, threshold, least tier",
        "judgement",
    ),
    "[[actions]]": (
        "行动表的行数：等级、条件、行动、负责人、天数；取第一条相符的",
        "lines of the action table: tier, condition, action, owner, days; the first that fits",
        "judgement",
    ),
}
