"""Native Excel charts over the cells of the report's tables: trend, ageing, Pareto curve and tiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from riskledger.reporting.xlsx.looks import FONTS
from riskledger.reporting.xlsx.page import Extent, Page

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

CHART_ROWS: Final = 16  # rows of the default height that a chart covers, and one to spare
WIDTH, HEIGHT = 460, 300  # pixels
NOW, BEFORE, BAD, LINE = "#2F75B5", "#BDC9D6", "#C00000", "#ED7D31"
_LARGE: Final = 100_000  # from here on, axes count in ten thousands (zh) or thousands (en)
_TIER_COLOURS: Final = ("#C0504D", "#E6B33D", "#70A84B")  # the riskiest first, as the table stands


def trend_chart(page: Page, extent: Extent, title: str, largest: float) -> Chart:
    """Outstanding and, within it, overdue at each month-end, with the share overdue as a line."""
    columns = _new(page, "column", title)
    for index, colour in ((1, BEFORE), (2, BAD)):
        columns.add_series(_series(extent, index, colour) | {"overlap": 100, "gap": 60})
    line = page.book.add_chart({"type": "line"})
    line.add_series(
        {
            "name": extent.name(3),
            "categories": extent.column(0),
            "values": extent.column(3),
            "line": {"color": LINE, "width": 2},
            "marker": {"type": "circle", "size": 4, "fill": {"color": LINE}, "border": {"color": LINE}},
            "y2_axis": True,
        }
    )
    columns.combine(line)
    columns.set_x_axis({"num_font": _font(page), "text_axis": True, "num_format": "yyyy-mm", "line": {"color": BEFORE}})
    columns.set_y_axis(_value_axis(page, largest))
    line.set_y2_axis({"num_format": "0%", "num_font": _font(page), "min": 0, "line": {"none": True}})
    return columns


def ageing_chart(page: Page, extent: Extent, title: str, largest: float, *, before: bool) -> Chart:
    """The buckets from top to bottom, now and last month."""
    chart = _new(page, "bar", title)
    months = _months(page)
    chart.add_series(_series(extent, 1, NOW) | months[0] | {"gap": 50, "overlap": 0})
    if before:
        chart.add_series(_series(extent, 3, BEFORE) | months[1])
    chart.set_x_axis(_value_axis(page, largest))  # of a bar chart the horizontal one
    chart.set_y_axis(
        {
            "num_font": _font(page),
            "reverse": True,
            "crossing": "max",
            "interval_unit": 1,
            "line": {"color": BEFORE},
            "label_position": "low",
        }
    )
    return chart


def pareto_chart(page: Page, extent: Extent, title: str, largest: float) -> Chart:
    """The largest customers as columns, their running total as a line."""
    columns = _new(page, "column", title)
    columns.add_series(_series(extent, 1, NOW) | {"gap": 40})
    line = page.book.add_chart({"type": "line"})
    line.add_series(
        {
            "name": extent.name(3),
            "categories": extent.column(0),
            "values": extent.column(3),
            "line": {"color": LINE, "width": 2},
            "marker": {"type": "circle", "size": 4, "fill": {"color": LINE}, "border": {"color": LINE}},
            "y2_axis": True,
        }
    )
    columns.combine(line)
    columns.set_x_axis({"num_font": _font(page, 7) | {"rotation": -45}, "line": {"color": BEFORE}})
    columns.set_y_axis(_value_axis(page, largest))
    line.set_y2_axis({"num_format": "0%", "num_font": _font(page), "min": 0, "max": 1, "line": {"none": True}})
    return columns


def tier_chart(page: Page, extent: Extent, title: str, index: int, largest: float, *, before: bool) -> Chart:
    """The tiers in their colours now, and beside each what it was last month, by the column of that index."""
    chart = _new(page, "column", title)
    points = [{"fill": {"color": colour}} for colour in _TIER_COLOURS]
    months = _months(page)
    chart.add_series(
        _series(extent, index, NOW) | months[0] | {"points": points, "gap": 60, "overlap": 0, "data_labels": _labels(page, largest)}
    )
    if before:
        chart.add_series(_series(extent, index + 1, BEFORE) | months[1] | {"data_labels": _labels(page, largest)})
    chart.set_x_axis({"num_font": _font(page), "line": {"color": BEFORE}})
    chart.set_y_axis(_value_axis(page, largest))
    if not before:
        chart.set_legend({"none": True})
    return chart


def _new(page: Page, kind: str, title: str) -> Chart:
    chart = cast("Chart", page.book.add_chart({"type": kind}))
    chart.set_title({"name": title, "name_font": _font(page, 11) | {"bold": True, "color": "#1F4E78"}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _font(page)})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})
    return chart


def _series(extent: Extent, index: int, colour: str) -> dict[str, Any]:
    return {
        "name": extent.name(index),
        "categories": extent.column(0),
        "values": extent.column(index),
        "fill": {"color": colour},
        "border": {"none": True},
    }


def _months(page: Page) -> tuple[dict[str, str], dict[str, str]]:
    """The names of what stands side by side: this month, last month."""
    return {"name": page.words("monthly.column.value")}, {"name": page.words("monthly.column.previous")}


def _font(page: Page, size: float = 8) -> dict[str, Any]:
    return {"name": FONTS[page.words.language], "size": size, "color": "#404040"}


def _value_axis(page: Page, largest: float) -> dict[str, Any]:
    return {
        "num_format": _short(page, largest),
        "num_font": _font(page),
        "major_gridlines": {"visible": True, "line": {"color": "#E5E5E5", "width": 0.5}},
        "line": {"none": True},
    }


def _labels(page: Page, largest: float) -> dict[str, Any]:
    return {"value": True, "num_format": _short(page, largest), "font": _font(page)}


def _short(page: Page, largest: float) -> str:
    """A number format of an axis: of large amounts 566.4万 or 5,664k; the comma drops three digits."""
    if largest < _LARGE:
        return "#,##0"
    return '0\\.0,"万"' if page.words.language == "zh" else '#,##0,"k"'
