"""Measures pictures for the stage as a browser draws them: small, covered and clipped words."""

from __future__ import annotations

from pathlib import Path

import plotly

from course.charts.stage import staged
from course.publish.figures import drawings
from course.units import units

LEAST = 18  # px
LIBRARY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# Of a line of text its ink: the letters between their highest and lowest, not the line's whole box.
_MEASURE = """async ([figure, least]) => {
  await Plotly.newPlot("picture", figure.data, figure.layout, {staticPlot: true});
  const {width, height} = figure.layout, found = [], lines = [];
  for (const text of document.querySelectorAll("#picture svg text")) {
    if (!text.textContent.trim()) continue;
    const size = parseFloat(getComputedStyle(text).fontSize), scale = text.getScreenCTM();
    const seen = size * Math.hypot(scale.a, scale.b);
    if (seen < least - 0.05) found.push(`${seen.toFixed(1)} px: ${text.textContent}`);
    const own = [...text.querySelectorAll("tspan.line")];
    for (const line of own.length ? own : [text]) {
      const box = line.getBoundingClientRect();
      if (!box.width || !line.textContent.trim()) continue;
      const middle = (box.top + box.bottom) / 2, half = 0.45 * seen;
      lines.push({text, says: line.textContent, left: box.left, right: box.right,
        top: middle - half, bottom: middle + half});
    }
  }
  for (const one of lines)
    if (one.left < 0 || one.top < 0 || one.right > width || one.bottom > height)
      found.push(`clipped: ${one.says}`);
  lines.forEach((one, k) => { for (const other of lines.slice(0, k)) {
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (one.text !== other.text && wide > 1 && high > 1)
      found.push(`covered: ${one.says} and ${other.says}`);
  }});
  return {found, lines: lines.length};
}"""


def charts():
    """Yield a name, such as "04-2", and the stored figure of every chart of the course."""
    for unit in units():
        for number, drawing in enumerate(drawings(unit.notebook)):
            yield f"{unit.number}-{number}", drawing.figure


def pictures(of=None):
    """Yield a name, such as "04-2-0", and each picture for the stage, of some charts or of all."""
    for name, figure in charts():
        if of is not None and name not in of:
            continue
        for number, one in enumerate(staged(figure)):
            yield f"{name}-{number}", one


def prepare(page):
    """Load Plotly from this machine into an empty page; the page asks for nothing."""
    page.set_viewport_size({"width": 1240, "height": 620})
    page.set_content('<body style="margin:0"><div id="picture"></div>')
    page.add_script_tag(path=str(LIBRARY))


def faults(page, figure):
    """Draw a picture; return what is wrong with its words, and how many lines there are."""
    seen = page.evaluate(_MEASURE, [figure, LEAST])
    return seen["found"], seen["lines"]
