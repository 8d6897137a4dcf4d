"""The HTML report in a real browser: no error, no network, nothing cut off on a wide or a narrow screen, two to four sheets of A4."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from full_report import full_report  # type: ignore[import-not-found]  # beside this file

from riskledger.i18n import LANGUAGES, Language, words
from riskledger.reporting.html import render_html

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

# What is wider than the window or its chart; measured inside a frame, since a window has a least width.
MEASURE = """<script>
addEventListener("load", () => {
  const over = [...document.querySelectorAll("svg")].flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].filter((text) => {
      const box = text.getBoundingClientRect();
      return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
    }).map((text) => text.textContent);
  });
  const root = document.documentElement;
  parent.postMessage({wide: root.scrollWidth, window: root.clientWidth, over}, "*");
});
</script></body>"""
FRAME = """<!DOCTYPE html><iframe src="page.html" style="width:{width}px;height:900px"></iframe>
<script>addEventListener("message", (told) => {{ document.title = JSON.stringify(told.data); }});</script>"""


def chromium(profile: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Chromium without a window, a network, or a profile that others use."""
    assert CHROMIUM is not None
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr")
    command = [CHROMIUM, *options, f"--user-data-dir={profile / 'profile'}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_loads_without_error_and_its_tables_can_be_sorted(language: Language, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(render_html(full_report(language), words(language)), "utf-8")
    shown = chromium(tmp_path, "--dump-dom", page.as_uri())
    assert "CONSOLE" not in shown.stderr
    assert shown.stdout.count('<button type="button">') > 20  # only the script makes them: the policy lets it run


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_cut_off(width: int, language: Language, tmp_path: Path) -> None:
    said = render_html(full_report(language), words(language))
    open_to_measuring = re.sub(r'<meta content="default-src.*?>', "", said).replace("</body>", MEASURE)
    (tmp_path / "page.html").write_text(open_to_measuring, "utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(FRAME.format(width=width), "utf-8")
    shown = chromium(tmp_path, "--virtual-time-budget=5000", "--window-size=1400,1000", "--dump-dom", frame.as_uri())
    found = re.search(r"<title>(.*?)</title>", shown.stdout, re.S)
    assert found is not None, shown.stderr
    told = json.loads(unescape(found[1]))
    assert told["over"] == []
    assert told["wide"] == told["window"]
    assert width - 20 <= told["window"] <= width


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_two_to_four_sheets(language: Language, tmp_path: Path) -> None:
    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(render_html(full_report(language), words(language)), "utf-8")
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={paper}", page.as_uri())
    printed = paper.read_bytes()
    sheets = re.findall(rb"/Type\s*/Page\b", printed)
    assert 2 <= len(sheets) <= 4
    sizes = {tuple(round(float(side)) for side in box.split()) for box in re.findall(rb"/MediaBox\s*\[([\d. ]+)\]", printed)}
    assert sizes == {(0, 0, 595, 842)}
