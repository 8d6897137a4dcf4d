"""The whole page: one file that needs no network and no script, for screen and A4 paper, light and dark."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Final

from riskledger.i18n import Words
from riskledger.reporting.html.first_page import headline_section, masthead, report_title
from riskledger.reporting.html.markup import Inside, Node, el, written
from riskledger.reporting.html.movement import moves_section
from riskledger.reporting.html.outcome import alerts_section, effect_section, follow_up_section, limits_section
from riskledger.reporting.html.state import ageing_section, concentration_section, quality_section, tiers_section, trend_section
from riskledger.reporting.html.work import watch_section, work_section
from riskledger.reporting.report import Absent, Report
from riskledger.reporting.saying import say

_NOWHERE: Final = "base-uri 'none'; form-action 'none'"


def render_html(report: Report, words: Words) -> str:
    """The report as one self-contained HTML file.

    Args:
        report: the finished month.
        words: the reader's language.
    """
    style, script = _asset("page.css") + _paper(report, words), _asset("sort.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    title = report_title(report.head, words)
    sections = _sections(report, words)
    page = el(
        "html",
        el(
            "head",
            el("meta", charset="utf-8"),
            _allowed(f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:; {_NOWHERE}"),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name="generator", content="riskledger"),
            el("title", f"{title} · {report.head.workbook}"),
            el("style", style),
        ),
        el(
            "body",
            el("a", words("monthly.html.skip"), href="#headlines", class_="skip"),
            el(
                "div",
                masthead(report, words),
                el("nav", *(el("a", name, href=f"#{key}") for key, name, _ in sections), aria_label=words("monthly.html.contents")),
                el("main", *(el("section", el("h2", name), *inside, id=key) for key, name, inside in sections)),
                el("footer", words("monthly.html.footer", workbook=report.head.workbook, digest=report.head.policy_digest)),
                class_="page",
            ),
            el("script", script),
        ),
        lang="zh-CN" if words.language == "zh" else "en",
    )
    return written(page)


def _sections(report: Report, words: Words) -> list[tuple[str, str, list[Inside]]]:
    """Key, title and content of each section in their order; what is absent says why."""

    def section(key: str, content: Any, show: Callable[..., list[Inside]]) -> tuple[str, str, list[Inside]]:
        said: list[Inside] = [el("p", say(content.why, words), class_="absent")] if isinstance(content, Absent) else show(content, words)
        return key, words(f"monthly.title.{key}"), said

    return [
        section("headlines", report, headline_section),
        section("ageing", report.ageing, ageing_section),
        section("trend", report.trend, trend_section),
        section("concentration", report.concentration, concentration_section),
        section("tiers", report.tiers, tiers_section),
        section("moves", report.moves, moves_section),
        section("work", report.work, work_section),
        section("alerts", report.alerts, alerts_section),
        section("follow_up", report.follow_up, follow_up_section),
        section("effect", report.effect, effect_section),
        section("limits", report.limits, limits_section),
        section("watch", report.watch, watch_section),
        section("quality", report.quality, quality_section),
    ]


def _allowed(rules: str) -> Node:
    node = el("meta", content=rules)
    node.set("http-equiv", "Content-Security-Policy")
    return node


def _paper(report: Report, words: Words) -> str:
    """Header and footer of each printed page; only the program's own words and dates stand in the style."""
    left = words("monthly.html.paper_header", date=report.head.as_of.isoformat())
    letters = "color: #4d545c; font: 7.5pt system-ui, 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;"
    return (
        f"@page {{ size: A4; margin: 13mm 12mm 11mm; @top-left {{ content: {_quoted(left)}; {letters} }} "
        f"@top-right {{ content: {_quoted(report_title(report.head, words))}; {letters} }} "
        f'@bottom-right {{ content: counter(page) " / " counter(pages); {letters} }} }}\n'
    )


def _quoted(text: str) -> str:
    """A text as a string of a style sheet."""
    return '"' + "".join(sign if sign.isalnum() or sign in " ·-，。" else f"\\{ord(sign):x} " for sign in text) + '"'


def _asset(name: str) -> str:
    return files("riskledger.reporting.html").joinpath(name).read_text("utf-8")
