/* Exercises and predictions answered in the page: read, judged and answered without a kernel.
   `course.js` loads this where a page has a form; what judges an answer is fetched at the first. */
(() => {
  "use strict";
  const base = document.currentScript.src.replace(/_static\/tasks\.js.*$/, "");
  const unit = location.pathname.split("/").pop().replace(/\.html$/, "");
  const loading = {};
  const load = (src) => loading[src] ||= new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: base + src, onload: done, onerror: () => { delete loading[src]; failed(new Error(src)); } });
    document.head.append(script);
  });
  const open = {};
  async function known(id) {
    await load("_static/answers.js");
    await Promise.all([load("_static/writing.js"), load(`_figures/exercises-${unit}.js`)]);
    return open[id] ||= window.courseAnswers.openTask(window.courseTasks[id], id);
  }
  /* A task of other rows is noted under the name of its own: 04-village-share@7 is 04-village-share. */
  const record = (id, event) => window.courseProgress?.record(id.replace(/@\d+$/, ""), event);

  /* What a reader has entered stays in this browser. */
  const STORE = "course-answers";
  const isRecord = (found) => found instanceof Object && !Array.isArray(found);
  function kept() {
    try {
      const found = JSON.parse(localStorage.getItem(STORE));
      return isRecord(found) ? found : {};
    } catch { return {}; }
  }
  function keep(id, answer) {
    try { localStorage.setItem(STORE, JSON.stringify({ ...kept(), [id]: answer })); } catch { /* then for this visit only */ }
  }

  /* What was noted of each before this page was loaded. */
  const noted = (() => {
    try { return Object(JSON.parse(localStorage.getItem("course-progress")).items); } catch { return {}; }
  })();
  const today = new Date().toISOString().slice(0, 10);

  const fields = (form) => [...form.querySelectorAll("input, select, textarea")];
  const answers = {
    number: (form) => form.elements.answer.value,
    essay: (form) => form.elements.answer.value,
    choice: (form) => form.querySelector("input:checked")?.value ?? null,
    names: (form) => fields(form).filter((box) => box.checked).map((box) => box.name),
    order: (form) => fields(form).map((list) => list.value),
    sorting: (form) => Object.fromEntries(fields(form).filter((list) => list.value).map((list) => [list.name, list.value])),
  };
  /* What is stored may be damaged, or of a task that was once of another kind: then the form stays empty. */
  const isText = (one) => typeof one === "string";
  const isList = (one) => Array.isArray(one) && one.every(isText);
  const SUITS = { names: isList, order: isList, sorting: (one) => isRecord(one) && Object.values(one).every(isText) };
  function fill(form, answer) {
    if (!(SUITS[form.dataset.kind] || isText)(answer)) return;
    for (const field of fields(form)) {
      if (field.type === "radio") field.checked = field.value === answer;
      else if (field.type === "checkbox") field.checked = answer.includes(field.name);
      else if (form.dataset.kind === "sorting") field.value = answer[field.name] ?? "";
      else if (form.dataset.kind === "order") field.value = answer[field.name - 1] ?? "";
      else field.value = answer;
    }
  }

  function say(place, html, state) {
    place.innerHTML = html;
    place.dataset.state = state;
  }
  const busy = (place) => { if (!place.innerHTML) place.textContent = "One moment…"; };
  const failed = (place) => say(place, "<p>This could not be loaded. Try once more.</p>", "unreadable");

  const BLANK = {
    number: "Write a number into the field.", essay: "Write your text into the field.",
    choice: "Choose one of the options.", names: "Tick those that belong there.",
    order: "Choose one for each place.", sorting: "Choose one for each.",
  };

  async function check(form, place) {
    const id = form.dataset.task, answer = answers[form.dataset.kind](form);
    busy(place);
    let task;
    try {
      task = await known(id);
      if (task.kind === "essay") await load("_figures/publishers.js");
    } catch { return failed(place); }
    if (task.kind === "closed") return say(place, `<p>What you entered stays in this browser. ${task.closed}</p>`, "noted");
    const result = orderProblem(form, answer) || window.courseAnswers.assess(task, answer);
    const compare = task.closed ? `Mark it yourself by these. ${task.closed}` : "Mark it yourself by these; then press Solution and compare.";
    const after = { blank: `<p>${BLANK[task.kind]}</p>`, read: `<p>${compare}</p>` };
    say(place, result.html + (after[result.state] || ""), result.state);
    if (result.state === "read") {
      const length = window.courseAnswers.split(answer).length;  /* it counts once it is as long as asked */
      if (length >= task.low && length <= task.high) record(`exercise:${id}`, { what: "read" });
    }
    else if (["right", "mistake", "wrong"].includes(result.state)) {
      record(`exercise:${id}`, { what: "answer", right: result.state === "right", met: result.misconception });
    }
  }
  function orderProblem(form, answer) {
    if (form.dataset.kind !== "order" || !answer.some(Boolean) || new Set(answer).size === answer.length && answer.every(Boolean)) return null;
    return { state: "unreadable", html: "<p><strong>I cannot read that answer.</strong> Use each of them once.</p>" };
  }

  async function hint(form, place) {
    const id = form.dataset.task;
    let task;
    try { task = await known(id); } catch { return failed(place); }
    const before = Number(form.dataset.hints || 0), given = Math.min(before + 1, task.hints.length);
    form.dataset.hints = given;
    const shown = task.hints.slice(0, given).map((words, place) => `<p><strong>Hint ${place + 1} of ${task.hints.length}.</strong> ${words}</p>`);
    if (given === before) shown.push(`<p>No hints are left. ${task.closed || "For the solution, press Solution."}</p>`);
    say(place, shown.join(""), "hint");
    record(`exercise:${id}`, { what: "hint", number: given });
  }

  async function solve(form, place) {
    const id = form.dataset.task;
    busy(place);
    try {
      const task = await known(id);
      if (task.closed) return say(place, `<p>${task.closed}</p>`, "hint");
      await load(`_figures/solutions-${unit}.js`);
      say(place, window.courseAnswers.unsealed(window.courseSolutions[id], id), "solution");
    } catch { return failed(place); }
    record(`exercise:${id}`, { what: "solution" });
  }

  const committed = {};
  function commit(form, place) {
    const id = form.dataset.guess, key = answers.choice(form);
    if (!key) return say(place, "<p><strong>Nothing committed yet.</strong> Choose one of the options.</p>", "blank");
    sayCommitted(form, place, key);
    record(`prediction:${id}`, { what: "committed", choice: key });
    reveals.forEach((place) => { if (place.dataset.reveal === id && place.parentElement.open) reveal(place); });
  }
  function sayCommitted(form, place, key) {
    const option = [...form.elements].find((one) => one.type === "radio" && one.value === key);
    if (!option) return;
    const id = form.dataset.guess, words = option.nextElementSibling.innerHTML.replace("<strong>", "<strong>Committed: ");
    committed[id] = key;
    say(place, `<p>${words}. Now <a href="#data-${id}">go on to the data</a>.</p>`, "committed");
  }

  /* Over a chart that waited for it, under the line that opens it, a prediction is set against the data. */
  const reveals = [...document.querySelectorAll("[data-reveal]")];
  async function reveal(place) {
    const id = place.dataset.reveal, mine = committed[id];
    if (!mine) return say(place, `<p>You have committed no guess. <a href="#guess-${id}">Commit one first.</a></p>`, "blank");
    let guess;
    try { guess = await known(id); } catch { return failed(place); }
    say(place, window.courseAnswers.verdict(guess, id, mine), "revealed");
  }
  for (const place of reveals) {
    const folds = [...document.querySelectorAll("details.below-input")];
    const fold = folds.find((one) => place.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (!fold) continue;
    const line = fold.querySelector("summary");
    line.id = `data-${place.dataset.reveal}`;
    line.after(place);
    fold.addEventListener("toggle", () => { if (fold.open) reveal(place); });
  }

  /* What was done before this page was loaded shows again; what is due is to be answered anew, and
     not to be read off. */
  function remember(form, place, item) {
    const on = (time) => (Number.isNaN(Date.parse(time)) ? "a day that cannot be read"
      : new Date(time).toLocaleDateString("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" }));
    const tell = (words) => say(place, `<p>${words}</p>`, "noted");
    if (form.dataset.guess) {
      if (item.choice) sayCommitted(form, place, item.choice);
    }
    else if (form.dataset.kind === "essay") {
      if (item.right) tell(`What you wrote was read on ${on(item.right)}, and counts as done.`);
    }
    else if (item.due <= today) tell("This is due for review: answer it anew.");
    else if (item.right) tell(`You answered this rightly on ${on(item.right)}.`);
    else if (item.tries) tell(`Not right yet when you last answered it, on ${on(item.last)}.`);
  }

  document.querySelectorAll(".course-sorting").forEach((box) => {
    const choices = Object.entries(JSON.parse(box.dataset.choices));
    box.querySelectorAll("select").forEach((list) => list.append(...choices.map(([key, words]) => new Option(words, key))));
  });
  const before = kept();
  document.querySelectorAll(".course-task").forEach((form) => {
    const place = form.querySelector(".course-said"), id = form.dataset.task || form.dataset.guess;
    const item = noted[`${form.dataset.task ? "exercise" : "prediction"}:${id.replace(/@\d+$/, "")}`] ?? {};
    if (item.due <= today && form.dataset.kind !== "essay") form.reset();
    else if (Object.hasOwn(before, id)) fill(form, before[id]);
    if (form.dataset.guess) form.id = `guess-${id}`;
    remember(form, place, item);
    form.addEventListener("input", () => keep(id, answers[form.dataset.kind](form)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.task) check(form, place);
      else commit(form, place);
    });
    /* Help stands under what was said of an answer, not in its place. */
    for (const [name, act] of Object.entries({ hint, solution: solve })) {
      const button = form.querySelector(`[value=${name}]`);
      if (!button) continue;
      const under = Object.assign(document.createElement("div"), { className: "course-said", role: "status" });
      form.append(under);
      button.addEventListener("click", () => act(form, under));
    }
  });
  document.documentElement.classList.add("course-answers");
})();
