"""Elements of the page: every text is set as text of a tree and escaped when the tree is written, so that no name can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from lxml import etree

Node = etree._Element
Inside = Node | str | None

_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # characters no page may hold
MOST: Final = 500  # rows of the longest table: beyond that the workbook serves better


Kind = Literal["figure", "prose", "deed", "screen"]


class Col(NamedTuple):
    """A column of a table: its header, and what stands in it: figures, long prose, a deed, or what is for the screen only."""

    title: str
    kind: Kind | None = None


def el(tag: str, *inside: Inside, **attributes: str | None) -> Node:
    """An element with what is inside it; `class_` is its class, `aria_label` its aria-label, attributes that are None are left out."""
    node = etree.Element(tag)
    for name, value in attributes.items():
        if value is not None:
            node.set(name.rstrip("_").replace("_", "-"), fit(value))
    for part in inside:
        if isinstance(part, str):
            _write(node, fit(part))
        elif part is not None:
            node.append(part)
    return node


def _write(node: Node, text: str) -> None:
    if len(node):
        node[-1].tail = (node[-1].tail or "") + text
    else:
        node.text = (node.text or "") + text


def fit(text: str) -> str:
    """A text without the characters that no page may hold."""
    return _UNFIT.sub("\ufffd", text)


def written(page: Node) -> str:
    """The page as HTML."""
    return etree.tostring(page, encoding="unicode", method="html", doctype="<!DOCTYPE html>") + "\n"


def table(
    caption: str, columns: Sequence[Col], rows: Iterable[Sequence[Inside]], *, class_: str | None = None, titled: bool = False
) -> Node:
    """A table with a caption; the first cell of a row is its header. A column without a single entry is left out.

    titled: a heading above says the same already, so that the caption is only heard.
    """
    held = [list(row) for row in rows]
    shown = [i for i in range(len(columns)) if i == 0 or any(row[i] not in (None, "") for row in held)]
    return el(
        "div",
        el(
            "table",
            el("caption", caption, class_="heard" if titled else None),
            el("thead", el("tr", *(el("th", columns[i].title, scope="col", class_=columns[i].kind) for i in shown))),
            el(
                "tbody",
                *(
                    el(
                        "tr",
                        *(
                            el("td", row[i], class_=columns[i].kind) if i else el("th", row[i], scope="row", class_=columns[i].kind)
                            for i in shown
                        ),
                    )
                    for row in held
                ),
            ),
            class_=class_,
        ),
        class_="scroll",
        tabindex="0",
        role="region",
        aria_label=caption,
    )
