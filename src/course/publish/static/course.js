/* Charts come alive when a reader reaches for them: Plotly is loaded once, and only then. */
(() => {
  "use strict";
  const base = document.currentScript.src.replace(/_static\/course\.js.*$/, "");
  const loading = {};
  const load = (src) => loading[src] ||= new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src, onload: done, onerror: () => { delete loading[src]; failed(new Error(src)); } });
    document.head.append(script);
  });
  /* Plotly would put the sheet of its tiled maps, which no chart here is, into the page, against
     its policy; it does not where an element of this name is there. */
  const maps = () => {
    const id = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
    if (!document.getElementById(id)) document.head.append(Object.assign(document.createElement("style"), { id }));
  };
  const narrow = () => window.matchMedia("(max-width: 599px)").matches;

  async function explore(box, focus) {
    if (box.dataset.live) return;
    box.dataset.live = "loading";
    const button = box.closest("figure").querySelector(".course-explore");
    if (button) button.textContent = "Loading…";
    maps();
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
    if (button) { button.disabled = true; button.classList.add("course-done"); }
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
    box.closest("figure").querySelector(".course-tools").prepend(button);
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

  /* The theme's menus open by labels, which no keyboard reaches: make them buttons. */
  function drawer(box, panel, label, name) {
    if (!box || !panel) return;
    const buttons = [...document.querySelectorAll(`label.${label}`)].map((old) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = old.className;
      button.setAttribute("aria-label", name);
      button.setAttribute("aria-controls", panel.id);
      button.append(...old.childNodes);
      old.replaceWith(button);
      button.addEventListener("click", () => set(!box.checked, button));
      return button;
    });
    let opener;
    function set(open, by) {
      const inside = panel.contains(document.activeElement);
      box.checked = open;
      tell();
      if (open) {
        opener = by;
        [...panel.querySelectorAll("a, input")].find((e) => e.getClientRects().length)?.focus({ preventScroll: true });
      }
      else if (inside || by) (by || opener)?.focus({ preventScroll: true });
    }
    const tell = () => buttons.forEach((b) => b.setAttribute("aria-expanded", String(box.checked)));
    box.addEventListener("change", tell);
    panel.addEventListener("keydown", (event) => { if (event.key === "Escape" && box.checked) set(false); });
    panel.addEventListener("focusout", (event) => {
      if (box.checked && event.relatedTarget && !panel.contains(event.relatedTarget)) { box.checked = false; tell(); }
    });
    panel.addEventListener("click", (event) => {
      if (box.checked && event.target.closest('a[href^="#"]')) { box.checked = false; tell(); }
    });
    tell();
  }
  const panels = { navigation: ".sidebar-drawer", toc: ".toc-drawer" };
  for (const [name, selector] of Object.entries(panels)) {
    const panel = document.querySelector(selector);
    if (panel) panel.id ||= `course-${name}`;
  }
  drawer(document.getElementById("__navigation"), document.querySelector(panels.navigation), "nav-overlay-icon", "Whole course");
  drawer(document.getElementById("__toc"), document.querySelector(panels.toc), "toc-overlay-icon", "On this page");

  if (document.querySelector(".course-task")) load(`${base}_static/tasks.js`).catch(() => {});

  /* What a reader does is noted by a script that is fetched when there is something to note. */
  const progress = `${base}_static/progress.js`;
  window.courseProgress = {
    record: (id, event) => load(progress).then(() => window.courseProgress.record(id, event), () => {}),
  };
  /* Of each question of a quiz the first option that its reader opens counts. */
  const asked = new Set();
  document.addEventListener("click", (event) => {
    const fold = event.target.closest?.("li[data-quiz] summary")?.parentElement;
    if (!fold || fold.open) return;
    const id = fold.closest("li").dataset.quiz;
    if (asked.has(id)) return;
    asked.add(id);
    window.courseProgress.record(`quiz:${id}`, { what: "quiz", right: /^Right\b/.test(fold.querySelector("strong").textContent) });
  });

  /* Pages opened without a server may not read one another, so that results come without excerpts. */
  if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  }

  /* A citation shows how it was read, and a term what it is: beside a mouse, under the keyboard, at
     a first tap. */
  const card = document.createElement("div");
  card.className = "course-reading";
  card.id = "course-reading";
  card.hidden = true;
  let shown, closing, dwelling;
  const keep = () => clearTimeout(closing);
  const hide = () => {
    keep();
    clearTimeout(dwelling);
    card.hidden = true;
    if (shown?.dataset.reading) shown.removeAttribute("aria-describedby");
    shown = undefined;
  };
  const leave = () => { keep(); closing = setTimeout(hide, 250); };
  const line = (...parts) => { const p = document.createElement("p"); p.append(...parts); return p; };
  const small = (text) => Object.assign(document.createElement("small"), { textContent: text });
  const unitName = location.pathname.split("/").pop().replace(/\.html$/, "");
  async function cited(link) {
    await load(`${base}_figures/readings-${unitName}.js`);
    const entry = window.courseReadings[link.dataset.reading];
    if (!entry) return;
    const source = Object.assign(document.createElement("a"), { textContent: entry.title, href: entry.url });
    link.setAttribute("aria-describedby", card.id);
    return [line(source, `, ${entry.about}`), ...entry.said.flatMap(([said, how]) => [line(said), line(small(how))])];
  }

  /* What explains the terms of a page comes when a reader first moves on it, and is listed at its
     end: for a screen reader, which the marks refer to it, and for paper. */
  const terms = document.querySelectorAll("a.course-term");
  const termsFile = `${base}_figures/terms-${unitName}.js`;
  const about = (link) => {
    const [name, is, others] = window.courseTerms[link.hash.slice(1)];
    return [line(Object.assign(document.createElement("strong"), { textContent: `${name}.` }), ` ${is}`),
      ...(others ? [line(small(`${others}.`))] : [])];
  };
  function list() {
    if (document.querySelector(".course-terms")) return;
    const all = document.createElement("section");
    all.className = "course-terms";
    all.append(Object.assign(document.createElement("h2"), { textContent: "Terms in this unit" }));
    terms.forEach((link) => {
      const one = Object.assign(document.createElement("div"), { id: `term-${link.hash.slice(1)}` });
      one.append(...about(link));
      all.append(one);
      link.setAttribute("aria-describedby", one.id);
    });
    document.querySelector("article").append(all);
  }
  const fetchTerms = () => load(termsFile).then(list);
  async function explained(link) {
    await fetchTerms();
    return about(link);
  }
  if (terms.length) {
    const moved = () => { fetchTerms().catch(() => {}); };
    ["pointermove", "pointerdown", "keydown", "scroll", "focusin"].forEach((what) =>
      addEventListener(what, moved, { once: true, passive: true }));
    /* Printed before anything moved: paper does not wait, so this does. */
    addEventListener("beforeprint", () => {
      if (!window.courseTerms) {
        const asked = new XMLHttpRequest();
        asked.open("GET", termsFile, false);
        try {
          asked.send();
          const text = asked.responseText;
          window.courseTerms = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
        } catch { return; } // not there, or no list of terms: the page is printed without it
      }
      list();
    });
  }

  /* A term is looked up when its explanation was open for two seconds, not when a mouse passes. */
  const lookedUp = new Set();
  function dwell(link) {
    const id = `term:${link.hash.slice(1)}`;
    if (link.dataset.reading || lookedUp.has(id)) return;
    dwelling = setTimeout(() => { lookedUp.add(id); window.courseProgress.record(id, { what: "looked" }); }, 2000);
  }
  async function show(link) {
    keep();
    if (shown === link) return;
    hide();
    shown = link;
    let lines;
    try { lines = await (link.dataset.reading ? cited(link) : explained(link)); } catch { return; }
    if (!lines || shown !== link) return;
    card.replaceChildren(...lines);
    card.hidden = false;
    dwell(link);
    const at = [...link.getClientRects()].pop(), width = document.documentElement.clientWidth;
    const from = card.offsetParent.getBoundingClientRect();
    card.style.left = `${Math.max(8, Math.min(at.left, width - card.offsetWidth - 8)) - from.left}px`;
    const above = at.bottom + card.offsetHeight > innerHeight && at.top > card.offsetHeight;
    card.style.top = `${(above ? at.top - card.offsetHeight - 4 : at.bottom + 4) - from.top}px`;
  }
  const marked = document.querySelectorAll("a[data-reading], a.course-term");
  if (marked.length) document.querySelector("article").append(card);
  marked.forEach((link) => {
    let touched = false, waiting;
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") waiting = setTimeout(show, 200, link);
    });
    link.addEventListener("pointerleave", () => { clearTimeout(waiting); leave(); });
    link.addEventListener("focus", () => { if (!touched) show(link); });
    link.addEventListener("blur", leave);
    link.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; });
    link.addEventListener("click", (event) => {
      if (touched && shown !== link) { event.preventDefault(); show(link); }
      touched = false;
    });
  });
  card.addEventListener("pointerenter", keep);
  card.addEventListener("pointerleave", leave);
  card.addEventListener("focusin", keep);
  card.addEventListener("focusout", leave);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("pointerdown", (event) => {
    if (shown && !card.contains(event.target) && !shown.contains(event.target)) hide();
  });

  /* The words of a search are marked on the page that it led to. */
  let looked;
  try { looked = localStorage.getItem("sphinx_highlight_terms"); } catch { /* nothing is kept here */ }
  if (looked && typeof SPHINX_HIGHLIGHT_ENABLED === "undefined") load(`${base}_static/sphinx_highlight.js`);

  /* What is folded is open on paper, but for code, rows and the answers of a quiz. */
  const opened = [];
  window.addEventListener("beforeprint", () =>
    document.querySelectorAll("article details:not([open], .course-rows, .above-input, .course-quiz details)").forEach((d) => {
      d.open = true;
      opened.push(d);
    }));
  window.addEventListener("afterprint", () => opened.splice(0).forEach((d) => { d.open = false; }));
})();
