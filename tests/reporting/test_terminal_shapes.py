"""The shapes on the terminal: commands that can be typed, hanging lines, flush-left tables."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from riskledger.reporting.layout import bar, command_line, hanging, print_all, table


def shown(*sections: RenderableType, width: int = 40) -> list[str]:
    out = io.StringIO()
    print_all(Console(file=out, width=width, color_system=None), sections)
    return [line.rstrip() for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("workbook", "customer", "typed"),
    [
        ("book.xlsx", "甲公司", "riskledger explain book.xlsx 甲公司"),
        ("my book.xlsx", "Big & Sons", 'riskledger explain "my book.xlsx" "Big & Sons"'),
        ("book.xlsx", 'The "Old" $hop', "riskledger explain book.xlsx 'The \"Old\" $hop'"),
        ("book.xlsx", "A（北京）", 'riskledger explain book.xlsx "A（北京）"'),
    ],
)
def test_a_command_can_be_typed_as_it_stands(workbook: str, customer: str, typed: str) -> None:
    assert command_line("explain", Path(workbook), customer) == typed


def test_a_wrapped_line_goes_on_under_its_own_beginning() -> None:
    lines = shown(hanging("→", "申报的天数与按到期日计算的天数不一致，请核对到期日和支付日期。", 2))
    assert lines[0].startswith("  → 申报")
    assert len(lines) > 1
    assert all(line.startswith("    ") and not line.startswith("     ") for line in lines[1:])
    assert max(map(cell_len, lines)) <= 40


def test_tables_start_at_the_left_edge_and_line_up_wide_characters() -> None:
    made = table(("客户", "left"), ("金额", "right"), title="标题")
    made.add_row("甲乙丙", "1.00")
    made.add_row("AB", "1,000.00")
    title, header, rule, first, second = shown(made)
    assert (title, header[:2], rule[0]) == ("标题", "客户", "─")
    assert cell_len(first) == cell_len(second) == cell_len(rule)


def test_sections_stand_apart_by_one_blank_line() -> None:
    assert shown("one", "two") == ["one", "", "two"]


@pytest.mark.parametrize(("share", "blocks"), [(0.0, 0), (0.001, 1), (0.5, 10), (1.0, 20)])
def test_a_bar_shows_whatever_is_there(share: float, blocks: int) -> None:
    assert str(bar(share, "red")) == "█" * blocks
