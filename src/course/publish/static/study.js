/* The pages that show what a learner has done, and ask again what is due. */
(() => {
  "use strict";
  const progress = window.courseProgress, about = window.courseAbout;
  const today = () => progress.now().slice(0, 10);
  const make = (name, fields = {}, ...children) => {
    const made = Object.assign(document.createElement(name), fields);
    made.append(...children);
    return made;
  };
  const link = (href, words) => make("a", { href, textContent: words });
  const grouped = (number) => number.toLocaleString("en-GB");
  const of = ([done, all]) => `${grouped(done)} of ${grouped(all)}`;
  const inQuiz = (so) => `${grouped(so.quiz_right[0])} right`;
  /* What is no date of the calendar is shown as it stands, as in a notebook. */
  const inWords = (day) => (Number.isNaN(Date.parse(day)) ? day : new Date(`${day}T00:00:00Z`)
    .toLocaleDateString("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" }));
  const place = (box, name) => box.querySelector(`[data-say=${name}]`);
  const shown = (box) => {
    box.hidden = false;
    box.parentElement.querySelectorAll(".course-scriptless").forEach((line) => line.remove());
  };
  const onChange = (again) => {
    document.addEventListener("course-progress", again);
    window.addEventListener("storage", again);
    window.addEventListener("pageshow", (event) => { if (event.persisted) again(); });
    again();
  };

  /* -- how far a learner is, in sentences */
  function dueLine(so) {
    if (so.due) return [`Due for review today: ${so.due}. `, link("review.html", "Review them"), "."];
    const next = progress.nextDue(progress.read(), today(), about);
    return next ? [`Nothing is due for review today; the next is due on ${inWords(next)}.`] : [];
  }
  function standing(so) {
    const here = location.pathname.split("/").pop();
    const unit = (one) => here === `${one.page}.html` ? "this unit" : link(`${one.page}.html`, `${one.number} ${one.title}`);
    const minutes = (one) => Object.values(one.minutes).reduce((a, b) => a + b, 0);
    const [first] = about.units;
    if (!so.begun) {
      return ["Nothing is noted in this browser yet. Do this first: ", unit(first), ` (about ${minutes(first)} minutes). `,
        "Whoever has an hour only can begin with any unit. ", ...dueLine(so)];
    }
    const open = so.units.findIndex((one) => one.begun && !one.done), fresh = so.units.findIndex((one) => !one.begun);
    const at = about.units[open >= 0 ? open : fresh];
    return [`You have begun ${so.begun} of ${so.all} units and finished ${so.done}: ${of(so.exercises)} exercises, ` +
      `${of(so.predictions)} predictions and ${of(so.quiz)} quiz questions answered (${inQuiz(so)}), about ${of(so.minutes)} minutes. `,
    ...(at ? ["Go on with ", unit(at), ". "] : ["Every unit is done. "]), ...dueLine(so)];
  }
  function home(box) {
    onChange(() => {
      box.replaceChildren(...standing(progress.summary(progress.read(), about)), " ", link("progress.html", "Your progress"), ".");
      shown(box);
    });
  }

  /* -- the page of progress */
  function whole(box) {
    const button = (name) => box.querySelector(`button[value=${name}]`);
    const set = (row, one) => {
      row.querySelectorAll("[data-of]").forEach((cell) => { cell.textContent = one[cell.dataset.of][1] ? of(one[cell.dataset.of]) : "none"; });
      if (one.quiz[1]) row.querySelector("[data-of=quiz]").textContent += ` answered, ${inQuiz(one)}`;
      row.querySelector("small").textContent = one.begun === undefined ? "" : one.done ? "done" : one.begun ? "begun" : "";
      row.dataset.done = Boolean(one.done && one.begun);
    };
    const held = () => { try { return localStorage.getItem("course-progress-damaged"); } catch { return null; } };
    onChange(() => {
      const so = progress.summary(progress.read(), about);
      place(box, "standing").replaceChildren(...standing(so));
      so.units.forEach((one) => set(box.querySelector(`[data-unit="${one.number}"]`), one));
      set(box.querySelector("[data-unit=all]"), { ...so, begun: undefined, done: false });
      box.querySelectorAll("[data-outcome]").forEach((cell) => { cell.textContent = of(so.outcomes[cell.dataset.outcome]); });
      place(box, "aside").hidden = held() === null;
      shown(box);
    });
    progress.kept();
    const save = (name, text) => {
      const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      make("a", { href, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(href), 10000);
    };
    button("save").addEventListener("click", () => save("progress.json", progress.exported()));
    button("aside").addEventListener("click", () => save("progress.damaged-1.json", held()));

    const say = (words, state) => {
      const line = place(box, "file");
      line.dataset.state = state;
      line.replaceChildren(make("p", { textContent: words }));
    };
    async function open(file) {
      if (!file) return;
      try {
        const taken = progress.imported(await file.text());
        say(`${file.name}: ${grouped(taken)} ${taken === 1 ? "entry is" : "entries are"} put together with what was here.`, "right");
      } catch (error) {
        say(error instanceof progress.Refused ? error.message : `${file.name} could not be read.`, "wrong");
      }
    }
    const picker = box.querySelector("input[type=file]"), drop = box.querySelector(".course-drop");
    picker.addEventListener("change", async () => { await open(picker.files[0]); picker.value = ""; });
    const over = (event) => { event.preventDefault(); drop.dataset.over = event.type === "dragover"; };
    for (const type of ["dragover", "dragleave", "drop"]) drop.addEventListener(type, over);
    drop.addEventListener("drop", (event) => open(event.dataTransfer.files[0]));

    const dialog = box.querySelector("dialog");
    button("anew").addEventListener("click", () => { dialog.returnValue = ""; dialog.showModal(); });
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "delete") return;
      progress.forget();
      if (dialog.querySelector("input").checked) try { localStorage.removeItem("course-answers"); } catch { /* nothing is kept */ }
      scrollTo(0, 0);
    });
  }

  /* -- the page of review: one thing at a time */
  function review(box) {
    const asked = window.courseReview, card = box.querySelector(".course-asked"), later = new Set();
    let answered = 0;
    const button = (words, act, fields = {}) => {
      const made = make("button", { type: "button", textContent: words, ...fields });
      made.addEventListener("click", () => act(made));
      return made;
    };
    const act = (...buttons) => make("p", { className: "course-act" }, ...buttons);
    const back = (id) => `It comes back on ${inWords(progress.read().items[id].due)}.`;
    const queue = () => progress.due(progress.read(), today(), about).filter((id) => asked[id]);

    function next(focus) {
      const due = queue(), left = due.filter((id) => !later.has(id));
      place(box, "left").textContent = left.length ? `${left.length === 1 ? "One thing is" : `${left.length} things are`} due.` : "";
      card.replaceChildren(...(left.length ? ask(left[0]) : end(due.length)));
      if (focus) card.querySelector("h2").focus();
    }
    const heading = (words) => make("h2", { textContent: words, tabIndex: -1 });
    const put = (id) => () => { later.add(id); next(true); };

    function ask(id) {
      const entry = asked[id], kind = id.split(":")[0];
      return { quiz: question, term, exercise }[kind](id, entry);
    }
    function question(id, entry) {
      const said = make("div", { className: "course-said" });
      said.setAttribute("role", "status");
      const onward = button("Later", put(id));
      let first = true;
      const options = entry.options.map((words, number) => button("", (pressed) => {
        const [right, says] = window.courseAnswers.unsealed(entry.sealed, id)[number];
        said.dataset.state = right ? "right" : "wrong";
        said.innerHTML = `<p><strong>${right ? "Right." : "Not this one."}</strong> ${says}</p>`;
        options.forEach((one) => one.setAttribute("aria-pressed", one === pressed));
        if (first) {
          first = false;
          answered++;
          progress.record(id, { what: "quiz", right });
          onward.replaceWith(button("Next", () => next(true)));
          if (!right) {
            const all = window.courseAnswers.unsealed(entry.sealed, id), best = all.findIndex(([is]) => is);
            said.append(make("p", { innerHTML: `The right one: <strong>${entry.options[best]}</strong> ${all[best][1]}` }));
          }
          said.append(make("p", { textContent: back(id) }));
        }
      }, { innerHTML: words, className: "course-option" }));
      options.forEach((one) => one.setAttribute("aria-pressed", "false"));
      const group = make("div", {}, ...options);
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", "Options");
      return [heading(`A quiz question of unit ${entry.unit}`), make("p", { innerHTML: entry.asks }), group, said, act(onward)];
    }
    function term(id, entry) {
      const said = make("div", { className: "course-said" });
      said.setAttribute("role", "status");
      const judge = (right) => () => {
        answered++;
        progress.record(id, { what: "recalled", right });
        said.append(make("p", { textContent: back(id) }));
        const onward = button("Next", () => next(true));
        buttons.replaceChildren(onward);
        onward.focus();
      };
      const show = button("Show the meaning", () => {
        said.dataset.state = "shown";
        said.innerHTML = `<p>${window.courseAnswers.unsealed(entry.sealed, id)}</p>`;
        const knew = button("I knew it", judge(true));
        buttons.replaceChildren(knew, button("Not yet", judge(false)));
        knew.focus();
      });
      const buttons = act(show, button("Later", put(id)));
      return [heading("A term of the glossary"), make("p", {}, "What does ", make("strong", { innerHTML: entry.asks }), " mean? Say it to yourself first."), said, buttons];
    }
    function exercise(id, entry) {
      return [heading(`An exercise of unit ${entry.unit}: ${entry.asks}`),
        make("p", {}, "It was missed, or its solution was shown first. ", link(entry.at, "Try again there"),
          ": a right answer is noted, and the exercise then leaves this list for a while."), act(button("Later", put(id)))];
    }
    function end(put) {
      const { items } = progress.read(), coming = progress.nextDue({ items }, today(), about);
      const lines = [heading(put ? "The rest is put off" : "Nothing is due")];
      if (answered) lines.push(make("p", { textContent: `You answered ${answered} today.` }));
      if (put) lines.push(act(button(`Take up the ${put} that you put off`, () => { later.clear(); next(true); })));
      else if (coming) lines.push(make("p", { textContent: `The next is due on ${inWords(coming)}.` }));
      else lines.push(make("p", { textContent: "Nothing is in review yet. Answer the quiz at the end of a unit: its questions come back here, and so does what you miss." }));
      return lines;
    }
    shown(box);
    next(false);
    progress.kept();
    window.addEventListener("pageshow", (event) => { if (event.persisted) next(false); });
  }

  for (const [name, start] of Object.entries({ "course-standing": home, "course-progress": whole, "course-review": review })) {
    const box = document.getElementById(name);
    if (box) start(box);
  }
})();
