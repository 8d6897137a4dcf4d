"""The charts of the page as inline SVG: drawn by matplotlib, with text as text, in the page's fonts and its light or dark colours.

Labels are anchored where they belong and shortened to a width, so that the drawing does not depend on the fonts of this machine.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from riskledger.i18n import Words, percent
from riskledger.rating.policy_model import TIERS, Tier
from riskledger.reporting.html.markup import Node, el, fit
from riskledger.reporting.report import AgeingLine, Concentration, MonthEnd, TierLine
from riskledger.reporting.wording import tier_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH: Final = 4.2  # inches: 302 points, so that letters stay readable in half a page
_SIZE: Final = 10  # of letters, in points
_SVG: Final = "{http://www.w3.org/2000/svg}"
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
# Colours are drawn as these and become variables of the page's style.
_COLOURS: Final = {
    name: f"#00000{place}"
    for place, name in enumerate(("ink", "soft", "line", "accent", "late", "former", "high", "medium", "low"), start=1)
}
_SCALES: Final = {"zh": (("large", 1e8), ("middle", 1e4)), "en": (("large", 1e6), ("middle", 1e3))}
_NAME_CELLS: Final = 20  # terminal cells of a name beside its bar


def trend_chart(ends: Sequence[MonthEnd], words: Words) -> Node:
    """Outstanding and overdue money at each month-end."""
    months = [end.date.strftime("%y-%m") for end in ends]

    def draw(figure: Figure) -> None:
        axes = _axes(figure, left=0.14, bottom=0.13, width=0.6, height=0.8)
        places = list(range(len(ends)))
        for key, colour, style in (("outstanding", "accent", "-"), ("overdue", "late", "--")):
            values = [_number(getattr(end, key)) for end in ends]
            axes.plot(places, values, color=_COLOURS[colour], linestyle=style, linewidth=2, marker="o", markersize=3.5)
            last = next((i for i in reversed(places) if values[i] == values[i]), None)
            if last is not None:
                _text(axes, places[-1] + 0.35, values[last], _short(words(f"monthly.figure.{key}"), 11), colour=colour)
        axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
        axes.set_xlim(-0.3, len(ends) - 0.7)
        _scale(axes, "y", lambda value: _amount(value, words))
        step = 1 if len(ends) <= 5 else 3
        shown = places[::-1][::step]
        axes.set_xticks(shown)
        axes.set_xticklabels([months[i] for i in shown])

    return _drawn("trend", words("monthly.title.trend"), words("monthly.chart.trend"), draw, 2.4)


def ageing_chart(lines: Sequence[AgeingLine], words: Words, *, name: str) -> Node:
    """Money by days overdue, now (full bars) and last month (hollow bars)."""
    labels = [words(f"bucket.{line.bucket}") if words.has(f"bucket.{line.bucket}") else line.bucket for line in lines]

    def draw(figure: Figure) -> None:
        axes = _axes(figure, left=0.43, bottom=0.17, width=0.53, height=0.81)
        _now_and_then(
            axes, labels, [_number(line.amount) for line in lines], [_number(line.previous) for line in lines], ["accent"] * len(lines)
        )
        _scale(axes, "x", lambda value: _amount(value, words))
        _key(axes, words)

    return _drawn(name, words("monthly.title.ageing"), words("monthly.chart.ageing"), draw, 0.6 + 0.24 * len(lines))


def pareto_chart(curve: Concentration, words: Words) -> Node:
    """Each customer's share (bars) and the cumulative share (points)."""
    lines = [line for line in curve.lines if line.customer is not None]

    def draw(figure: Figure) -> None:
        axes = _axes(figure, left=0.43, bottom=0.13, width=0.53, height=0.83)
        places = list(range(len(lines)))
        axes.barh(places, [line.share for line in lines], color=_COLOURS["accent"], height=0.62)
        axes.plot([line.cumulative for line in lines], places, color=_COLOURS["late"], marker="o", markersize=4, linewidth=1.4)
        _named(axes, [line.customer or "" for line in lines])
        axes.set_xlim(0, 1.02)
        _scale(axes, "x", lambda value: percent(value, 0))

    return _drawn(f"pareto-{curve.of}", words(f"monthly.title.{curve.of}"), words("monthly.chart.pareto"), draw, 0.45 + 0.22 * len(lines))


def tiers_chart(lines: Sequence[TierLine], words: Words) -> Node:
    """Customers and exposure of each tier, now and last month."""
    tiers = [line.tier for line in lines]
    names = [tier_name(tier, words) for tier in tiers]

    def draw(figure: Figure) -> None:
        counts = _axes(figure, left=0.19, bottom=0.24, width=0.32, height=0.58)
        _now_and_then(counts, names, [line.customers for line in lines], [_number(line.previous_customers) for line in lines], tiers)
        _scale(counts, "x", lambda value: f"{value:,.0f}" if value == int(value) else "")
        money = _axes(figure, left=0.58, bottom=0.24, width=0.37, height=0.58)
        _now_and_then(
            money, [""] * len(lines), [_number(line.exposure) for line in lines], [_number(line.previous_exposure) for line in lines], tiers
        )
        _scale(money, "x", lambda value: _amount(value, words))
        for axes, key in ((counts, "customers"), (money, "exposure")):
            axes.text(0, 1.06, words(f"monthly.column.{key}"), transform=axes.transAxes, fontsize=_SIZE, color=_COLOURS["ink"])
        _key(counts, words)

    return _drawn("tiers", words("monthly.title.tiers"), words("monthly.chart.tiers"), draw, 1.85)


def migration_chart(migration: Mapping[Tier, Mapping[Tier, int]], words: Words) -> Node:
    """Customers flowing from last month's tiers (left) to this month's (right)."""
    order = tuple(reversed(TIERS))
    flows = {(a, b): migration.get(a, {}).get(b, 0) for a in order for b in order}

    def draw(figure: Figure) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        axes = _axes(figure, left=0.24, bottom=0.03, width=0.52, height=0.85)
        axes.set_axis_off()
        total = sum(flows.values())
        gap = 0.06 * total
        tops = [_stacked([sum(flows[tier, other] for other in order) for tier in order], gap)]
        tops.append(_stacked([sum(flows[other, tier] for other in order) for tier in order], gap))
        used = [dict.fromkeys(order, 0), dict.fromkeys(order, 0)]
        for (a, b), count in flows.items():
            left, right = tops[0][order.index(a)] + used[0][a], tops[1][order.index(b)] + used[1][b]
            used[0][a], used[1][b] = used[0][a] + count, used[1][b] + count
            if count:
                corners = [
                    (0, left),
                    (0.5, left),
                    (0.5, right),
                    (1, right),
                    (1, right + count),
                    (0.5, right + count),
                    (0.5, left + count),
                    (0, left + count),
                ]
                codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3]
                axes.add_patch(PathPatch(Path(corners, codes), facecolor=_COLOURS[b], alpha=0.3 if a == b else 0.75, linewidth=0))
        for side, (place, anchor) in enumerate(((-0.03, "right"), (1.03, "left"))):
            for tier, top in zip(order, tops[side], strict=True):
                count = used[side][tier]
                _text(axes, place, top + count / 2, f"{tier_name(tier, words)} {count:,}", anchor=anchor, colour=tier)
        for place, anchor, key in ((0, "left", "previous"), (1, "right", "value")):
            _text(axes, place, -0.1 * total, words(f"monthly.column.{key}"), anchor=anchor, colour="soft")
        axes.set_xlim(0, 1)
        axes.set_ylim(total + 2 * gap, -0.02 * total)

    return _drawn("migration", words("monthly.moves.migration"), words("monthly.chart.migration"), draw, 2.0)


def _stacked(heights: Sequence[int], gap: float) -> list[float]:
    tops, top = [], 0.0
    for height in heights:
        tops.append(top)
        top += height + gap
    return tops


def _drawn(name: str, title: str, description: str, draw: Callable[[Figure], None], height: float) -> Node:
    """A figure of the page: the drawing, its caption, and for those who cannot see it what it shows."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    held = BytesIO()
    settings: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "riskledger", "font.family": ["DejaVu Sans"], "font.size": _SIZE}
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph", UserWarning)  # the reader's machine has the letters, ours need not
        figure = Figure(figsize=(_WIDTH, height))
        figure.patch.set_visible(False)
        draw(figure)
        FigureCanvasSVG(figure)
        figure.savefig(held, format="svg", metadata={"Date": None, "Creator": None})
    picture = _inlined(held.getvalue(), name)
    picture.set("role", "img")
    picture.set("aria-labelledby", f"{name}-title {name}-about")
    picture.insert(0, el("title", title, id=f"{name}-title"))
    picture.insert(1, el("desc", description, id=f"{name}-about"))
    return el("figure", picture, el("figcaption", description))


def _inlined(drawing: bytes, name: str) -> Node:
    """The drawing as part of the page: colours as its variables, its fonts, identifiers of its own."""
    root = etree.fromstring(drawing)
    for part in [*root.iter(f"{_SVG}metadata", f"{_SVG}style")]:
        part.getparent().remove(part)  # type: ignore[union-attr]  # neither is the root
    linked = {node.get(_LINK) for node in root.iter() if node.get(_LINK)} | {
        node.get("clip-path", "").removeprefix("url(").rstrip(")") for node in root.iter()
    }
    picture = el("svg", viewBox=root.get("viewBox", ""))
    for node in root.iter():
        node.tag = node.tag.removeprefix(_SVG)
        node.tail = node.tail.strip() or None if node.tail else None
        if node.tag != "text" and node.text:
            node.text = node.text.strip() or None
        if (own := node.get("id")) is not None:
            if f"#{own}" in linked:
                node.set("id", f"{name}-{own}")
            else:
                del node.attrib["id"]
        if (link := node.get(_LINK)) is not None:
            del node.attrib[_LINK]
            node.set("href", f"#{name}-{link[1:]}")
        if (clip := node.get("clip-path")) is not None:
            node.set("clip-path", clip.replace("url(#", f"url(#{name}-"))
        if (style := node.get("style")) is not None:
            for variable, colour in _COLOURS.items():
                style = style.replace(colour, f"var(--{variable})")
            node.set("style", "; ".join(part for part in style.split("; ") if not part.startswith("font-family")))
    picture.extend(list(root))
    etree.cleanup_namespaces(picture)
    return picture


def _axes(figure: Figure, *, left: float, bottom: float, width: float, height: float) -> Axes:
    axes = figure.add_axes((left, bottom, width, height))
    axes.patch.set_visible(False)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelcolor=_COLOURS["soft"], pad=4)
    return axes


def _scale(axes: Axes, which: str, words_of: Callable[[float], str]) -> None:
    """Few round ticks with fine lines, in the reader's words."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis = axes.yaxis if which == "y" else axes.xaxis
    axis.set_major_locator(MaxNLocator(3))
    axis.set_major_formatter(FuncFormatter(lambda value, _: words_of(value)))
    axis.grid(visible=True, color=_COLOURS["line"], linewidth=0.7)
    axes.set_axisbelow(True)


def _now_and_then(axes: Axes, names: Sequence[str], now: Sequence[float], then: Sequence[float], colours: Sequence[str]) -> None:
    places = list(range(len(names)))
    axes.barh([place - 0.14 for place in places], now, height=0.4, color=[_COLOURS[colour] for colour in colours])
    axes.barh([place + 0.26 for place in places], then, height=0.26, color="none", edgecolor=_COLOURS["former"], linewidth=1)
    _named(axes, names)


def _named(axes: Axes, names: Sequence[str]) -> None:
    """Names beside the bars, first at the top."""
    axes.set_yticks([])
    axes.set_ylim(len(names) - 0.4, -0.6)
    for place, name in enumerate(names):
        axes.text(
            -0.02,
            place,
            _short(name, _NAME_CELLS),
            transform=axes.get_yaxis_transform(),
            ha="right",
            va="center",
            color=_COLOURS["ink"],
            parse_math=False,
        )


def _key(axes: Axes, words: Words) -> None:
    """What full and hollow bars stand for, below the axis."""
    said = f"■ {words('monthly.column.value')}   □ {words('monthly.column.previous')}"
    axes.figure.text(0.02, 0.03, said, color=_COLOURS["soft"], fontsize=_SIZE - 1)


def _text(axes: Axes, x: float, y: float, text: str, *, anchor: str = "left", colour: str = "ink") -> None:
    axes.text(x, y, text, ha=anchor, va="center", color=_COLOURS[colour], parse_math=False)


def _short(text: str, cells: int) -> str:
    """A text in so many terminal cells: wide characters count two."""
    from rich.cells import cell_len, set_cell_size

    line = " ".join(fit(text).split())
    return line if cell_len(line) <= cells else set_cell_size(line, cells - 1).rstrip() + "…"


def _number(value: object) -> float:
    """A figure's height on paper; nothing is drawn of what is not known."""
    return float("nan") if value is None else float(value)  # type: ignore[arg-type]  # Decimal, int or float


def _amount(value: float, words: Words) -> str:
    """A round amount at a scale: 200万, 2M."""
    for code, unit in _SCALES[words.language]:
        if abs(value) >= unit:
            return words(f"monthly.chart.{code}", value=f"{value / unit:g}")
    return f"{value:g}"
