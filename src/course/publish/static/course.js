/* Charts come alive when a reader reaches for them: Plotly is loaded once, and only then. */
(() => {
  "use strict";
  const base = document.currentScript.src.replace(/_static\/course\.js.*$/, "");
  const loading = {};
  const load = (src) => loading[src] ||= new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src, onload: done, onerror: failed });
    document.head.append(script);
  });
  const narrow = () => window.matchMedia("(max-width: 599px)").matches;

  async function explore(box, focus) {
    if (box.dataset.live) return;
    box.dataset.live = "loading";
    const button = box.closest("figure").querySelector(".course-explore");
    if (button) button.textContent = "Loading…";
    try {
      await Promise.all([load(base + "_static/plotly.min.js"), load(box.dataset.src)]);
    } catch {
      delete box.dataset.live;
      if (button) button.textContent = "Could not load. Try again";
      return;
    }
    const figure = window.courseFigures[box.dataset.figure];
    const live = document.createElement("div");
    live.className = "course-live";
    box.append(live);
    const place = () => {
      const layout = structuredClone(narrow() ? figure.narrow : figure.wide);
      layout.width = box.clientWidth;
      layout.height = box.clientHeight;
      return layout;
    };
    /* Plotly draws its buttons for the mouse alone, and anew after each press. */
    const reach = () => {
      const held = live.dataset.held;
      live.querySelectorAll(".updatemenu-button, .updatemenu-header").forEach((part, place) => {
        part.setAttribute("tabindex", "0");
        part.setAttribute("role", "button");
        part.setAttribute("aria-label", part.textContent);
        part.onkeydown = (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          live.dataset.held = place;
          part.dispatchEvent(new MouseEvent("click", { bubbles: true }));
        };
        if (held === String(place)) { delete live.dataset.held; part.focus(); }
      });
    };
    await Plotly.newPlot(live, figure.data, place(), { displaylogo: false, displayModeBar: false });
    live.on("plotly_afterplot", reach);
    live.on("plotly_restyle", reach);
    live.on("plotly_relayout", reach);
    reach();
    new ResizeObserver(() => Plotly.relayout(live, { width: box.clientWidth, height: box.clientHeight })).observe(box);
    button?.remove();
    box.style.cursor = "auto";
    box.dataset.live = "yes";
    if (focus) { live.tabIndex = -1; live.focus(); }
  }

  document.querySelectorAll(".course-plot").forEach((box) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "course-explore";
    button.textContent = "Explore this chart";
    button.addEventListener("click", (event) => { event.stopPropagation(); explore(box, true); });
    box.closest("figure").querySelector(".course-tools").append(button);
    box.addEventListener("click", () => explore(box, false));
    let waiting;
    box.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") waiting = setTimeout(() => explore(box, false), 250);
    });
    box.addEventListener("pointerleave", () => clearTimeout(waiting));
    if (!box.querySelector("picture")) {
      new IntersectionObserver((seen, watch) => {
        if (seen.some((entry) => entry.isIntersecting)) { watch.disconnect(); explore(box, false); }
      }).observe(box);
    }
  });

  window.addEventListener("beforeprint", () =>
    document.querySelectorAll("details.course-words").forEach((d) => { d.open = true; }));
})();
