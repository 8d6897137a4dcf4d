"""The monthly report as an HTML page."""

from __future__ import annotations

from riskledger.reporting.html.page import render_html

__all__ = ["render_html"]
