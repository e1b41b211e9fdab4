"""What axe finds on a page. The contrast of words is measured where they look another way.

Measuring one word costs a millisecond, and a page has two thousand that look in a hundred ways:
what decides its contrast is the same wherever elements, classes and computed styles are, up to the
root of the page. So is it on the next page, where most words look as on the one before.
"""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT

# Rules of what colour and layout decide; what the others see of a page, no colour or width changes.
LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
MOST = 3  # of each look are measured: one may lie where axe can tell nothing
SETUP = """() => axe.configure({ rules: [
  { id: "color-contrast", selector: "[data-look]" },
  { id: "link-in-text-block", selector: "a[href][data-look]" }] })"""
MARK = """([most, known]) => {
  const decides = ["color", "font-size", "font-weight", "opacity", "text-decoration-line",
    "text-shadow", "background-color", "background-image", "filter", "mix-blend-mode", "position",
    "z-index"];
  const looks = new Map(), count = new Map(known.map((look) => [look, most]));
  const hash = (text) => {  // FNV-1a, in two halves
    let [a, b] = [0x811c9dc5, 0x1b873593];
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
      b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b);
    }
    return (a >>> 0).toString(36) + (b >>> 0).toString(36);
  };
  const look = (e) => {
    if (e && !looks.has(e)) {
      const style = getComputedStyle(e), own = decides.map((d) => style.getPropertyValue(d));
      const names = [e.localName, e.getAttribute("type"), e.getAttribute("class")];
      const words = [look(e.parentElement), ...names, ...own].join();
      looks.set(e, hash(words));
    }
    return looks.get(e) || "";
  };
  const marked = new Set();
  for (const e of document.querySelectorAll("body, body *")) {
    e.removeAttribute("data-look");
    const control = e.matches("input, select, textarea, button");
    const words = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
    const seen = e.checkVisibility({ visibilityProperty: true })
      && e.getBoundingClientRect().width > 1;
    if (!seen || !(control || words || e.matches("a[href]"))) continue;
    const times = (count.get(look(e)) || 0) + 1;
    count.set(look(e), times);
    if (times > most) continue;
    e.setAttribute("data-look", look(e));
    marked.add(look(e));
  }
  return [...marked];
}"""


def faults(page, rules=None, known=None, within=None):
    """Return what axe finds, of any impact, by all rules or by those that are named.

    Looks in the set `known` are passed over, and those that were measured are added to it. Within
    a part alone, by its selector, where another test has the whole page.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate(SETUP)
    marked = page.evaluate(MARK, [MOST, list(known or ())])
    # WCAG 2.2 asks for it at level AA; axe leaves it out by itself.
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": not rules}}}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    run = "([within, options]) => axe.run(within || document, options)"
    found = page.evaluate(run, [within, options])["violations"]
    if not found and known is not None:
        known.update(marked)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
