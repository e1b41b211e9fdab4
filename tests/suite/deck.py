"""Measures a deck as a browser shows it: nothing leaves a slide, and nothing covers its foot."""

from __future__ import annotations

LEAST = 18  # px
# Every slide in turn, before and after its step. Words are measured by the lines they break into.
_MEASURE = """async (least) => {
  const found = [], slides = [...document.querySelectorAll(".slides > section")];
  const settle = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const press = (key, code) => document.dispatchEvent(
    new KeyboardEvent("keydown", {key, keyCode: code, code: key, bubbles: true}));
  const boxes = (root) => {
    const out = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode, parent = node.parentElement;
      if (!node.textContent.trim() || parent.closest(".notes")) continue;
      if (getComputedStyle(parent).visibility === "hidden") continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const size = parseFloat(getComputedStyle(parent).fontSize);
      for (const box of range.getClientRects())
        if (box.width > 1) out.push({box, size, node, says: node.textContent.trim().slice(0, 40)});
    }
    for (const image of root.querySelectorAll("img"))
      out.push({box: image.getBoundingClientRect(), size: 99, says: "(picture)", image});
    return out;
  };
  let states = 0;
  for (let place = 0; place < slides.length;) {
    await settle();
    const slide = document.querySelector(".slides > section.present");
    const number = slides.indexOf(slide) + 1;
    states += 1;
    const say = (what) => found.push(`slide ${number} (${slide.className.split(" ")[0]}): ${what}`);
    const foot = slide.querySelector(".in > .foot");
    const under = foot ? foot.getBoundingClientRect().top : 720;
    for (const one of boxes(slide)) {
      const {left, right, top, bottom} = one.box;
      if (left < 0 || top < 0 || right > 1280 || bottom > 720) say(`outside: ${one.says}`);
      if (one.size < least) say(`${one.size} px: ${one.says}`);
      if (one.image && !(one.image.complete && one.image.naturalWidth)) say("a picture is missing");
    }
    if (foot) for (const one of boxes(slide.querySelector(".main")))
      if (one.box.bottom > under + 4) say(`over the foot: ${one.says}`);
    const inside = boxes(slide).filter((one) => !one.image);
    inside.forEach((one, k) => { for (const other of inside.slice(0, k)) {
      const [a, b] = [one.box, other.box];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (one.node !== other.node && wide > 2 && high > 0.3 * Math.min(one.size, other.size))
        say(`covered: ${one.says} and ${other.says}`);
    }});
    const before = [...slide.querySelectorAll(".fragment.visible")].length;
    press("ArrowRight", 39);
    await settle();
    const now = document.querySelector(".slides > section.present");
    const after = [...slide.querySelectorAll(".fragment.visible")].length;
    if (now === slide && after === before) break;
    place = slides.indexOf(now);
  }
  return {found, states, slides: slides.length};
}"""


def open_deck(page, path):
    """Open a deck from its file at the size of a projector, and wait until it is ready."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(path.resolve().as_uri())
    page.wait_for_function("document.documentElement.dataset.ready === 'yes'")


def faults(page):
    """Go through a deck by key; return what is wrong, how many states and how many slides."""
    seen = page.evaluate(_MEASURE, LEAST)
    return seen["found"], seen["states"], seen["slides"]
