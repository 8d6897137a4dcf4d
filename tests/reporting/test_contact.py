"""Masked contact details: nobody can be reached by them, yet she knows whom they mean."""

from __future__ import annotations

import pytest

from riskledger.reporting.monthly.contact import masked


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("13912345678", "139****5678"),
        ("139 1234 5678", "139 **** 5678"),
        ("+86 139-1234-5678", "+86 139-****-5678"),
        ("0755-26551234", "0755-****1234"),
        ("87654321", "****4321"),
        ("12345", "*2345"),
        ("139****5678", "139****5678"),
        ("139xxxxxx", "139xxxxxx"),
        ("微信 zhangsan88", "微信 zh****"),
        ("微信：zhangsan88", "微信：zh****"),
        ("zhang.san@example.com", "z****@example.com"),
        ("办公室 010-87654321 转 802", "办公室 010-****4321 转 802"),
        ("13912345678 / 13787654321", "139****5678 / 137****4321"),
        ("王总", "王总"),
        ("", ""),
    ],
)
def test_masked(given: str, shown: str) -> None:
    assert masked(given) == shown
    assert masked(shown) == shown
