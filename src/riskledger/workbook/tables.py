"""Growing an Excel table by columns at its right edge (ECMA-376 part 1, § 18.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from riskledger.workbook.frame import name_of
from riskledger.workbook.sheet import Box, TableArea, box_of, children

_CONTROL = re.compile(r"[\x00-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")


def grows_into(table: TableArea | None, columns: Sequence[int]) -> bool:
    """Whether new columns become columns of the table: a plain one, and they follow its right edge without a gap."""
    if table is None or table.kind != "worksheet":
        return False
    return list(columns) == list(range(table.box.right + 1, table.box.right + 1 + len(columns)))


def unique_headers(taken: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Headers that no other column of the table has, whatever the case; a number is added where one is taken."""
    known = {name.casefold() for name in taken}
    headers = []
    for name in wanted:
        header, count = name, 2
        while header.casefold() in known:
            header, count = f"{name}{count}", count + 1
        known.add(header.casefold())
        headers.append(header)
    return headers


def with_columns(root: etree._Element, headers: Sequence[str]) -> None:
    """Append columns to a table's tree: names as in the header cells, fresh ids, range and filter widened."""
    group = children(root, "tableColumns")[0]
    columns = children(group, "tableColumn")
    highest = max((int(column.get("id", "0")) for column in columns), default=0)
    old = box_of(root.get("ref", ""))
    for at, header in enumerate(headers, 1):
        column = etree.SubElement(group, columns[-1].tag)
        column.set("id", str(highest + at))
        column.set("name", _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", header))
    group.set("count", str(len(columns) + len(headers)))
    root.set("ref", name_of(Box(old.top, old.left, old.bottom, old.right + len(headers))))
    for found in children(root, "autoFilter"):
        if found.get("ref"):
            area = box_of(found.get("ref", ""))
            found.set("ref", name_of(Box(area.top, area.left, area.bottom, area.right + len(headers))))
