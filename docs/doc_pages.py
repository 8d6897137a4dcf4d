"""The generated pages: rules, commands, ledger columns, the keys of the policy and the four classic rows, each in both languages."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from doc_sessions import environment

from riskledger.assessment import assess
from riskledger.checks.findings import SEVERITIES
from riskledger.i18n import money, words
from riskledger.i18n.policy_texts import BASIS, MEANINGS
from riskledger.i18n.rule_texts import RULES
from riskledger.ledger.columns import COLUMNS, Column
from riskledger.ledger.tiers import NAMES, TIERS
from riskledger.rating.policy import READY_MADE, ready_made, standard
from riskledger.reporting.report_json import report_schema

MADE = "<!-- Made by docs/generate.py; do not edit. -->\n"
_TYPES = {
    "text": "文本 / text",
    "money": "金额 / money",
    "date": "日期 / date",
    "days": "天数 / days",
    "count": "次数 / count",
    "score": "评分 / score",
    "terms": "账期 / terms",
    "tier": "等级 / tier",
    "flag": "是否 / yes or no",
    "currency": "币种代码 / currency code",
    "rate": "汇率 / rate",
}
_FAMILIES = {
    "RL1": "表头与公式 / Headers and formulas",
    "RL2": "单元格 / Cells",
    "RL3": "一行之内、行与行之间 / Within a row and between rows",
    "RL4": "覆盖等级、客户身份与客户档案 / Overrides, identity and the customers sheet",
    "RL5": "合计与币种 / Totals and currencies",
    "RL6": "抑制 / Suppressions",
    "RL7": "保护 / Protection",
}
# Prints every command and its parameters as JSON; the help texts are in the language of the process.
_COMMANDS = """
import json
from typer.main import get_command
from riskledger.cli.app import app

def told(command):
    return {
        "help": command.help,
        "group": hasattr(command, "commands"),
        "parameters": [
            {
                "kind": parameter.param_type_name,
                "names": list(parameter.opts),
                "metavar": parameter.metavar or "",
                "flag": bool(getattr(parameter, "is_flag", False)),
                "many": bool(getattr(parameter, "multiple", False)),
                "help": getattr(parameter, "help", None) or "",
            }
            for parameter in command.params
        ],
    }

def each(name, command):
    found = {name: told(command)}
    for below, inner in getattr(command, "commands", {}).items():
        found |= each(f"{name} {below}", inner)
    return found

print(json.dumps(each("riskledger", get_command(app))))
"""


_SETTING_ASIDE = (
    "`riskledger check 工作簿 --mark` 用批注和底色标记有错误或警告的单元格；改好后再运行，标记自动去掉。",
    "核对过、暂时不改的问题，可在工作簿旁的 `riskledger.toml` 中抑制，必须写明理由和截止日期：",
    "",
    "`riskledger check BOOK --mark` marks the cells of errors and warnings with a note and a fill; run again after mending, and their marks go.",
    "What was looked at and may stand for now is suppressed in a `riskledger.toml` beside the workbook, always with a reason and an end:",
    "",
    "```toml",
    "[[suppress]]",
    'rule = "RL308"            # 规则代码 / the rule',
    'customer = "甲公司"        # 可选 / optional',
    'cell = "客户台账!B12"      # 可选 / optional',
    'reason = "客户确认是两张发票"',
    "until = 2026-12-31        # 当天仍有效 / the last day on which it holds",
    "```",
    "",
    "也可以写在工作簿里：加一张名为“忽略规则”的工作表，含义和要求相同，两处都有效。单元格指的就是那个单元格；上面插入行后位置会变，写客户更稳妥。",
    "写得不完整的行不抑制任何问题，并在它的单元格提示（RL603、RL604）。",
    "The same may stand in the workbook, on a sheet named Suppressions; both count. A cell means that very cell: rows inserted above it move what it "
    "names, so a customer is the steadier key. A row that lacks its rule, reason or end suppresses nothing and is told at its cell (RL603, RL604).",
    "",
    "| 规则 / Rule | 单元格 / Cell | 客户 / Customer | 原因 / Reason | 截止日 / Until |",
    "|---|---|---|---|---|",
    "| RL308 | | 甲公司 | 客户确认是两张发票 | 2026-12-31 |",
    "| RL303 | F12 | | paid in cash, receipt on file | 2026-12-31 |",
    "",
    "被抑制的问题不列出、不影响退出码，但总会计数；被排除的行仍不计入。到期的（RL601）和没有对应问题的（RL602）会提示。",
    "Suppressed findings are neither listed nor part of the exit code, but always counted; rows left out stay out. Entries that have ended (RL601) or "
    "match nothing (RL602) are told.",
)


def rules_page() -> str:
    """docs/rules.md: every rule with its severity, why it matters, an example and the remedy."""
    zh, en = words("zh"), words("en")
    lines = [MADE, "# 校验规则 / Rules", ""]
    lines += [
        "错误：相关的行不计入任何数字，其余照常评估。警告与提示：行照常计入。",
        "An error leaves the row out of every figure; the rest is assessed. Warnings and notes leave the row in.",
        "",
        *_SETTING_ASIDE,
        "",
        "| 代码 / Code | 级别 / Severity | 检查 / What it checks |",
        "|---|---|---|",
    ]
    for code, texts in RULES.items():
        grade = f"{zh(f'severity.{SEVERITIES[code]}')} / {en(f'severity.{SEVERITIES[code]}')}"
        lines.append(f"| [{code}](#{code.lower()}) | {grade} | {texts['zh'].title} / {texts['en'].title} |")
    family = ""
    for code, texts in RULES.items():
        if code[:3] != family:
            family = code[:3]
            lines += ["", f"## {_FAMILIES[family]}"]
        lines += ["", f'### <a id="{code.lower()}"></a>{code}', ""]
        for said in (zh, en):
            text = texts[said.language]
            lines.append(f"**{text.title}**")
            for label in ("why", "example", "remedy"):
                lines.append(f"- {said(f'rules.{label}')}: {_plain(getattr(text, label))}")
            lines.append("")
        lines.pop()
    return "\n".join(lines) + "\n"


def cli_page(root: Path) -> str:
    """docs/cli.md: every command with its arguments and options, from the program's own help."""
    said = {language: _commands(root, language) for language in ("zh", "en")}
    lines = [MADE, "# 命令 / Commands", ""]
    lines += [
        "全局选项可放在命令之前或之后。退出码：0 完成；1 有错误级发现（`--strict` 时任何发现）；2 无法运行，没有写入任何内容。",
        "Global options may stand before or after the command. Exit codes: 0 done; 1 findings at error level (with `--strict` any finding);",
        "2 could not run, nothing was written.",
        "",
        "结果写到标准输出，进度与提示写到标准错误。 / Results go to stdout, progress and chatter to stderr.",
    ]
    for name, chinese in said["zh"].items():
        english = said["en"][name]
        arguments = [p["metavar"] for p in chinese["parameters"] if p["kind"] == "argument"]
        usage = " ".join([name, "[OPTIONS]", *(["COMMAND …"] if chinese["group"] else arguments)])
        lines += ["", f"## {name}", "", f"{chinese['help']}  ", english["help"], "", "```text", usage, "```", ""]
        lines += ["| 参数 / Parameter | 含义 | Meaning |", "|---|---|---|"] if chinese["parameters"] else []
        for one, other in zip(chinese["parameters"], english["parameters"], strict=True):
            if one["names"][0] not in ("--install-completion", "--show-completion"):
                lines.append(f"| {_parameter(one)} | {_plain(one['help'])} | {_plain(other['help'])} |")
    lines += [
        "",
        "`--install-completion` 与 `--show-completion` 为命令行补全。 / `--install-completion` and `--show-completion` set up the shell's completion.",
    ]
    return "\n".join(lines) + "\n"


def _commands(root: Path, language: str) -> dict[str, Any]:
    run = [sys.executable, "-c", _COMMANDS]
    told = subprocess.run(run, env=environment(root, language), capture_output=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def _parameter(told: Mapping[str, Any]) -> str:
    if told["kind"] == "argument":
        return f"`{told['metavar']}`"
    metavar = "" if told["flag"] else f" {told['metavar'] or 'TEXT'}"
    return ", ".join(f"`{name}{metavar if name.startswith('--') else ''}`" for name in told["names"]) + (" …" if told["many"] else "")


def columns_page() -> str:
    """docs/columns.md: every column the program knows, by who writes it."""
    lines = [MADE, "# 台账的列 / Ledger columns", ""]
    lines += [
        "列的次序随意，表头不必在第一行；大小写、空格、`_`、`-`、`*` 与括号中的单位不影响识别。最少需要：客户（名称或编号）、金额（交易金额或未收金额）、日期（交易日期或到期日）。",
        "Columns come in any order and the header need not be the first row; case, blanks, `_`, `-`, `*` and a unit in brackets do not matter.",
        "The least a ledger needs: a customer (name or ID), an amount (invoiced or outstanding), a date (invoice or due date).",
        "",
        "不认识的表头不会被读取；用 `--show-mapping` 查看，用 `--map 字段=表头` 指定，",
        '或写进工作簿旁 `riskledger.toml` 的 `[columns]`（`amount = "本月开票"`）；`--map` 优先。',
        "Headers the program does not know are not read; `--show-mapping` shows them and `--map FIELD=HEADER` names them,",
        'as do the `[columns]` of a `riskledger.toml` beside the workbook (`amount = "Billed"`), over which `--map` wins.',
        "",
        "| 表头 zh | Header en | 字段 / Field | 类型 / Type | 由谁填写 / Written by | 含义 | Meaning |",
        "|---|---|---|---|---|---|---|",
    ]
    for column in COLUMNS:
        star = " *" if column.required else ""
        lines.append(
            f"| {column.zh}{star} | {column.en}{star} | `{column.key}` | {_TYPES[column.type]} | {_writer(column)} "
            f"| {column.meaning_zh} | {column.meaning_en} |"
        )
    lines += [
        "",
        "\\* 模板中必填（客户可只填编号，金额可只有未收金额）。 / Required in the template (an ID may stand for the name, an open amount for the invoiced one).",
        "",
        "## 也认识的表头 / Other headers that are known",
        "",
        "| 字段 / Field | 表头 / Headers |",
        "|---|---|",
    ]
    lines += [f"| `{column.key}` | {', '.join(column.aliases)} |" for column in COLUMNS if column.aliases]
    return "\n".join(lines) + "\n"


def _writer(column: Column) -> str:
    if column.key in ("action", "credit_score", "tier_reasons"):
        return "程序，仅空白处或本程序的文字 / program, where blank or its own words"
    return "程序 / program" if column.computed else "您 / you"


_LISTS = ("triggers", "actions", "targets", "alerts", "limits.grid", "holds.rules", "holds.exemptions")


def policy_keys() -> str:
    """A table of every key of the built-in policy with its value, meaning and what it rests on. KeyError for a key without a meaning."""
    lines = ["", "| 键 / Key | 内置值 / Built-in | 含义 | Meaning | 依据 / Basis |", "|---|---:|---|---|---|"]
    seen = []
    for key, value in _leaves(standard().model_dump()):
        zh, en, basis = MEANINGS[key]
        lines.append(f"| `{key}` | {'–' if value is None else value} | {zh} | {en} | {BASIS[basis]} |")
        seen.append(key)
    if unknown := MEANINGS.keys() - set(seen):
        raise KeyError(f"meanings of keys that no policy has: {sorted(unknown)}")
    return "\n".join(lines) + "\n\n"


def _leaves(policy: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in policy.items():
        key = prefix + name
        if key in _LISTS:
            yield f"[[{key}]]", len(value)
        elif key == "name":
            yield key, value["en"]
        elif isinstance(value, dict) and value:
            yield from _leaves(value, f"{key}.")
        elif isinstance(value, tuple | list):
            yield key, ", ".join(f"{number:g}" if isinstance(number, float) else str(number) for number in value)
        else:
            yield key, f"{value:g}" if isinstance(value, float) else None if value == {} else value


def ready_made_policies(examples: Path) -> str:
    """Each ready-made policy on the example book: customers per tier, who moves against the standard policy, exposure on hold."""
    from riskledger.assessment import assess_on, under, understand
    from riskledger.reporting.policy_comparison import compare
    from riskledger.workbook.opening import open_any

    with open_any(examples / "en" / "risk_customers_2026-10.xlsx") as book:
        read = understand(book, policy=standard())
        each = [under(read, book, ready_made(name), name) for name in READY_MADE]
    now = assess_on(read, dt.date(2026, 10, 31))
    lines = [
        "",
        "| 政策 / Policy | 低 / Low | 中 / Medium | 高 / High | 变差 ▲ worse | 变好 ▼ better | 建议暂停的敞口 / Exposure on hold |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, other in zip(READY_MADE, each, strict=True):
        told = compare(now, assess_on(other, now.as_of))
        worse = sum(move.worse for move in told.moves)
        tiers = " | ".join(str(told.then.tiers[tier].customers) for tier in TIERS)
        held = money(sum(told.then.on_hold.exposure.values()))
        lines.append(f"| `{name}` | {tiers} | {worse} | {len(told.moves) - worse} | {held} |")
    return "\n".join(lines) + "\n\n"


def report_schema_page() -> str:
    """docs/report.schema.json: the JSON Schema of what `report -o report.json` writes."""
    return json.dumps(report_schema(), ensure_ascii=False, indent=2) + "\n"


def sample_rows(examples: Path, language: str) -> str:
    """The four classic rows as of 2023-05-05: what stands in them and what the program makes of them."""
    assessment = assess(examples / f"sample_{language}.xlsx", as_of="2023-05-05")
    titles = {
        "zh": "| 客户 | 逾期天数 | 投诉 | 风险分 | 信用评分 | 风险等级 | 行动计划 |",
        "en": "| Customer | Days overdue | Complaints | Risk points | Credit score | Tier | Action plan |",
    }
    lines = ["", titles[language], "|---|---:|---:|---:|---:|---|---|"]
    for entry in sorted(assessment.customers, key=lambda customer: customer.rows):
        rating, days = entry.rating, int(assessment.facts.days_overdue[entry.rows[0]])
        tier, action = NAMES[language][rating.tier], rating.action.model_dump()[language]
        score = 100 - round(rating.points, 1)
        lines.append(f"| {entry.customer} | {days} | {rating.complaints} | {rating.points:.1f} | {score:.1f} | {tier} | {action} |")
    return "\n".join(lines) + "\n\n"


def _plain(text: str) -> str:
    """Text that stands in a table or list as it is."""
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")
