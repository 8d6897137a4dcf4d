"""The quick way through regular rows and the exact way through any row see and write the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hand_made import MAIN, STYLES
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from riskledger.workbook import grid, patch
from riskledger.workbook.cell_writer import CellWriter
from riskledger.workbook.edits import CellEdit, Content
from riskledger.workbook.grid import Grid
from riskledger.workbook.number_formats import ShownNumber
from riskledger.workbook.patch import RowPatcher
from riskledger.workbook.rows import SheetStream, letters_of
from riskledger.workbook.strings import SharedStrings
from riskledger.workbook.styles import Styles
from riskledger.workbook.values import Kinds

STRINGS = f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><t>a &amp; b</t></si><si><t/></si></sst>'.encode()

texts = st.sampled_from(["甲公司", "a &amp; b", " x ", "", "_x0041_", "!?", "&#10;"])
regular = st.one_of(
    st.builds(lambda v: f' t="s"><v>{v}</v></P:c>', st.integers(0, 2)),
    st.builds(lambda v: f"><v>{v}</v></P:c>", st.sampled_from(["1", "-2.50", "1E-3", "44927", ""])),
    st.builds(lambda v: f' t="str"><v>{v}</v></P:c>', texts),
    st.builds(lambda v: f' t="inlineStr"><is><t xml:space="preserve">{v}</t></is></P:c>', texts),
    st.builds(lambda f, v: f' t="str"><f{f}<v>{v}</v></P:c>', st.sampled_from([">A1</f>", ' t="shared" si="0"/>']), texts),
    st.sampled_from(["/>", "></P:c>", ' t="b"><v>1</v></P:c>', ' t="e"><v>#N/A</v></P:c>']),
)
unusual = [' cm="1"><v>3</v></P:c>', ' t="inlineStr"><is><r><t>x</t></r><rPh><t>z</t></rPh></is></P:c>']
irregular = st.one_of(regular, st.sampled_from(unusual))
shown = st.sampled_from([ShownNumber("12.5", '#,##0.00"元"'), ShownNumber("44927", "yyyy-mm-dd"), ShownNumber("-3", "0")])
between = st.sampled_from(["", "", " ", "\n", "<!-- </row> -->", "<?pi?>"])


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """A sheet with mostly regular rows and some that are not, with or without a prefix."""
    prefix = draw(st.sampled_from(["", "x:"]))
    rows, number = [], 0
    tidy = draw(st.booleans())  # no comment anywhere: one suffices to end the quick way for a whole sheet
    for _ in range(draw(st.integers(1, 8))):
        number += draw(st.integers(1, 3))
        plain = tidy or draw(st.booleans())
        said = draw(st.sampled_from(["", ' spans="1:5"', ' s="2" customFormat="1"']))
        cells = ""
        for column in sorted(draw(st.sets(st.integers(1, 6)))):
            style = draw(st.sampled_from(["", ' s="1"', ' s="2"']))
            content = draw(regular) if plain else draw(irregular) + draw(between)
            cells += f'<P:c r="{letters_of(column)}{number}"{style}{content}'
        rows.append(f'<P:row r="{number}"{said}>{cells}</P:row>' if cells or draw(st.booleans()) else f'<P:row r="{number}"{said}/>')
    body = "".join(rows)
    for name in ("v", "f", "is", "t", "r", "rPh"):
        for end in (">", " ", "/"):
            body = body.replace(f"<{name}{end}", f"<P:{name}{end}")
        body = body.replace(f"</{name}>", f"</P:{name}>")
    space = f'xmlns:x="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    return f"<P:worksheet {space}><P:sheetData>{body}</P:sheetData></P:worksheet>".replace("P:", prefix).encode()


def in_chunks(xml: bytes, size: int) -> Iterator[bytes]:
    return (xml[at : at + size] for at in range(0, len(xml), size))


def gathered(xml: bytes, chunk: int) -> Grid:
    stream = SheetStream(in_chunks(xml, chunk))
    cells = Grid(stream, Kinds(SharedStrings(iter([STRINGS]), "strings", "book")))
    for piece in stream.pieces():
        cells.take(piece)
    cells.finish()
    return cells


def everything(cells: Grid) -> tuple[object, ...]:
    return cells.rows, cells.columns, cells.styles, cells.formulas


def values(cells: Grid) -> dict[tuple[int, int], object]:
    return {(r, c): v for c, column in cells.columns.items() for r, v in zip(cells.rows, column, strict=True) if v is not None}


def patched(xml: bytes, chunk: int, edits: list[CellEdit]) -> bytes | str:
    stream = SheetStream(in_chunks(xml, chunk))
    writer = CellWriter(Styles(STYLES.encode()), stream.prefix, {3: 0})
    try:
        return b"".join(RowPatcher(stream, writer, edits, 1, frozenset({6})).patched())
    except ValueError as error:
        return str(error)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheets(), st.integers(40, 900))
def test_both_ways_read_the_same(monkeypatch: pytest.MonkeyPatch, xml: bytes, chunk: int) -> None:
    with monkeypatch.context() as quick:
        quick.setattr(grid, "FEWEST_ROWS", 1)
        quickly = gathered(xml, chunk)
    assert everything(quickly) == everything(gathered(xml, 1 << 20))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sheets(),
    st.integers(40, 900),
    st.dictionaries(
        st.tuples(st.integers(1, 12), st.sampled_from([2, 4, 5, 6, 8])),
        st.one_of(st.integers(-5, 5), shown, st.sampled_from(["高风险", "=1+1", " <&> ", "_x0041_", "\x01", ""])),
        min_size=1, max_size=6,
    ),
)  # fmt: skip
def test_both_ways_write_the_same(monkeypatch: pytest.MonkeyPatch, xml: bytes, chunk: int, wanted: dict[tuple[int, int], Content]) -> None:
    numbers = {int(number) for number in re.findall(rb'row r="(\d+)"', xml)}
    edits = [CellEdit(*place, wanted[place]) for place in sorted(wanted) if place[0] in numbers]
    with monkeypatch.context() as quick:
        quick.setattr(patch, "FEWEST_ROWS", 1)
        quickly = patched(xml, chunk, edits)
    exactly = patched(xml, 1 << 20, edits)
    assert quickly == exactly
    if isinstance(exactly, str):  # the plan named a formula
        return
    # Reading it back gives the old cells with the edits in them, and nothing else.
    begin, end = xml.index(b"sheetData>") + 10, xml.rindex(b"</")
    end = xml.rindex(b"</", 0, end)
    old, new = gathered(xml, 1 << 20), gathered(xml[:begin] + exactly + xml[end:], 1 << 20)
    before = values(old)
    for edit in edits:
        before.pop((edit.row, edit.column), None)
        if edit.value != "":
            before[edit.row, edit.column] = float(edit.value.digits) if isinstance(edit.value, ShownNumber) else edit.value
    assert values(new) == before
    assert new.formulas == old.formulas


@example(
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="2"><c r="A2" t="s"><v>0</v></c></row>'
    b'<row r="3"><c r="A3" t="s"><v>0</v></c></row></sheetData></worksheet>',
    89,
    {2, 3},
    [0, ShownNumber("12.5", '#,##0.00"元"'), ShownNumber("44927", "yyyy-mm-dd")],
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sheets(),
    st.integers(40, 900),
    st.sets(st.sampled_from([2, 3, 4, 5, 6, 8]), min_size=1, max_size=4),
    st.lists(st.one_of(st.integers(-5, 5), shown, st.sampled_from(["高风险", "=1+1", " <&> ", "_x0041_", ""])), min_size=1, max_size=5),
)
def test_both_ways_write_the_same_where_every_row_is_edited(
    monkeypatch: pytest.MonkeyPatch, xml: bytes, chunk: int, columns: set[int], said: list[Content]
) -> None:
    """The rule in practice: every row gets its days, tier and action, which the quick way sets a block at a time."""
    numbers = sorted({int(number) for number in re.findall(rb'row r="(\d+)"', xml)})
    places = [(row, column) for row in numbers for column in sorted(columns)]
    edits = [CellEdit(*place, said[i % len(said)]) for i, place in enumerate(places)]
    with monkeypatch.context() as quick:
        quick.setattr(patch, "FEWEST_ROWS", 1)
        quickly = patched(xml, chunk, edits)
    assert quickly == patched(xml, 1 << 20, edits)
