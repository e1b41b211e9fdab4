"""What axe finds on a page. The contrast of words is measured where they look another way.

Measuring one word costs a millisecond, and a page has two thousand that look in a hundred ways:
what decides its contrast is the same wherever elements, classes and computed styles are, up to the
root of the page.
"""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT

# Rules of what colour and layout decide; what the others see of a page, no colour or width changes.
LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
MOST = 3  # of each look are measured: one may lie where axe can tell nothing
SETUP = """() => axe.configure({ rules: [
  { id: "color-contrast", selector: "[data-look]" },
  { id: "link-in-text-block", selector: "a[href][data-look]" }] })"""
MARK = """(most) => {
  const decides = ["color", "font-size", "font-weight", "opacity", "text-decoration-line",
    "text-shadow", "background-color", "background-image", "filter", "mix-blend-mode", "position",
    "z-index"];
  const names = new Map(), known = new Map(), count = new Map();
  const look = (e) => {
    if (e && !known.has(e)) {
      const style = getComputedStyle(e), own = decides.map((d) => style.getPropertyValue(d));
      const whole = [look(e.parentElement), e.localName, e.getAttribute("class"), ...own].join();
      if (!names.has(whole)) names.set(whole, names.size + 1);
      known.set(e, names.get(whole));
    }
    return known.get(e) || 0;
  };
  for (const e of document.querySelectorAll("body, body *")) {
    e.removeAttribute("data-look");
    const control = e.matches("input, select, textarea, button");
    const words = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
    const seen = e.checkVisibility({ visibilityProperty: true })
      && e.getBoundingClientRect().width > 1;
    if (!seen || !(control || words || e.matches("a[href]"))) continue;
    const times = (count.get(look(e)) || 0) + 1;
    count.set(look(e), times);
    if (control || times <= most) e.setAttribute("data-look", look(e));
  }
}"""


def faults(page, rules=None):
    """Return what axe finds, of any impact, by all rules or by those that are named."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate(SETUP)
    page.evaluate(MARK, MOST)
    options = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = page.evaluate("(options) => axe.run(options)", options)["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
