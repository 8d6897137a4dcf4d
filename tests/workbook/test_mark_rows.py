"""Rows restyled by the quick cut and by the exact one: the same cells, whatever the form of the XML, and all of it undone again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from riskledger.workbook.address import address
from riskledger.workbook.mark_rows import RowSieve, restyled
from riskledger.workbook.rows import SheetStream

STYLE = b' s="9"'

forms = ["/>", ' s="3"/>', "><v>1</v></c>", ' t="inlineStr" s="2"><is><t>x</t></is></c>', "><f>A1</f><v/></c>"]
cells = st.dictionaries(st.integers(1, 9), st.sampled_from(forms))
rows = st.dictionaries(st.integers(1, 30), st.tuples(cells, st.sampled_from(["", ' ht="20"', " spans='1:9'"]), st.booleans()), max_size=12)
gaps = st.sampled_from(["", "\n", "  "])
targets = st.sets(st.tuples(st.integers(1, 32), st.integers(1, 10)), min_size=1, max_size=12)


def sheet_of(content: dict[int, tuple[dict[int, str], str, bool]], gap: str) -> bytes:
    pieces = []
    for number, (row, said, short) in sorted(content.items()):
        inner = gap.join(f'<c r="{address(number, column)}"{rest}' for column, rest in sorted(row.items()))
        pieces.append(f'<row r="{number}"{said}/>' if short and not row else f'<row r="{number}"{said}>{inner}</row>')
    return f"<worksheet><sheetData>{gap.join(pieces)}</sheetData></worksheet>".encode()


def passed(xml: bytes, changes: dict[int, dict[int, bytes | None]], chunk: int) -> bytes:
    stream = SheetStream(iter([xml[at : at + chunk] for at in range(0, len(xml), chunk)]))
    found = [restyled(row, number, b"", changes[number]) if number else row for number, row in RowSieve(stream, changes, ()).rows()]
    return stream.head + b"".join(found) + stream.tail


def styles_of(xml: bytes) -> list[tuple[str, str | None, bytes]]:
    """Each cell in order: address, style, content."""
    return [(c.get("r", ""), c.get("s"), b"".join(map(etree.tostring, c))) for c in etree.fromstring(xml).iter("c")]


@settings(max_examples=150, deadline=None)
@given(rows, gaps, targets, st.integers(20, 400))
def test_exactly_the_wanted_cells_are_restyled(
    content: dict[int, tuple[dict[int, str], str, bool]], gap: str, wanted: set[tuple[int, int]], chunk: int
) -> None:
    xml = sheet_of(content, gap)
    changes: dict[int, dict[int, bytes | None]] = {}
    for row, column in wanted:
        changes.setdefault(row, {})[column] = STYLE
    quick = passed(xml, changes, chunk)

    there = {(row, column) for row, (found, _, _) in content.items() for column in found}
    before = {place: (style, inner) for place, style, inner in styles_of(xml)}
    everything = [address(*place) for place in sorted(there | wanted)]
    marks = {address(*place) for place in wanted}
    assert styles_of(quick) == [
        (place, "9" if place in marks else before[place][0], before[place][1] if place in before else b"") for place in everything
    ]

    doubtful = xml.replace(b"</sheetData>", b"<!-- --></sheetData>")  # a comment makes every row be cut tag by tag
    assert passed(doubtful, changes, 1 << 20).replace(b"<!-- -->", b"") == quick


@settings(max_examples=150, deadline=None)
@given(rows, gaps, targets)
def test_what_was_done_is_undone_to_the_byte(
    content: dict[int, tuple[dict[int, str], str, bool]], gap: str, wanted: set[tuple[int, int]]
) -> None:
    xml = sheet_of({row: found for row, found in content.items() if found[0] or (found[2] and found[1])}, gap)
    there = {place: style for place, style, _ in styles_of(xml)}
    done: dict[int, dict[int, bytes | None]] = {}
    undone: dict[int, dict[int, bytes | None]] = {}
    for row, column in wanted:
        done.setdefault(row, {})[column] = STYLE
        style = there.get(address(row, column))
        back = b' s="%b"' % style.encode() if style else b""
        undone.setdefault(row, {})[column] = back if address(row, column) in there else None
    assert passed(passed(xml, done, 1 << 20), undone, 1 << 20) == xml


def test_rows_with_a_cell_of_a_style_are_given_out_and_heights_are_seen() -> None:
    rest = {5: ({2: "/>"}, "", False), 7: ({4: ' t="b" s="33"><v>1</v></c>'}, "", False)}
    xml = sheet_of({2: ({1: ' s="3"/>'}, ' ht="31.5"', False), **rest}, "")
    for chunk in (25, 1 << 20):
        stream = SheetStream(iter([xml[at : at + chunk] for at in range(0, len(xml), chunk)]))
        sieve = RowSieve(stream, [6], [3])
        assert [(number, bool(row)) for number, row in sieve.rows() if number] == [(2, True), (6, False)]
        assert sieve.heights == {2: 31.5}
