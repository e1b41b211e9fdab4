/* Two states made one, what is due and what it all comes to: the rest of `courseProgress`, for the
   pages that show it. The rules are those of `course.learn.progress`. */
Object.assign(window.courseProgress, (() => {
  "use strict";
  const { read, write, parsed, state, now, isKnown, isObject, Refused } = window.courseProgress;
  const has = (object, name) => Object.hasOwn(object, name);

  /* -- two states made one */
  const earlier = (a, b) => (b < a ? b : a), larger = (a, b) => (b > a ? b : a);
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
    if (!isObject(value)) return JSON.stringify(value);
    return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
  }
  const either = (a, b) => (canonical(b) > canonical(a) ? b : a);
  function joined(a, b, how) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    return Object.fromEntries([...names].map((name) => [name,
      !has(b, name) ? a[name] : !has(a, name) ? b[name] : how(a[name], b[name], name)]));
  }
  const TOGETHER = ["due", "box", "choice"];
  const FIELDS = {
    first: earlier, last: larger, right: earlier, solution: earlier, tries: larger, hints: larger,
    met: (a, b) => joined(a, b, larger),
  };
  function joinedItem(a, b, id) {
    if (!isKnown(id)) return either(a, b);
    const words = (item) => TOGETHER.map((field) => item[field] ?? "").join("|");
    const later = a.last === b.last ? (words(b) > words(a) ? b : a) : b.last > a.last ? b : a;
    const both = joined(a, b, (x, y, field) => (has(FIELDS, field) ? FIELDS[field](x, y) : either(x, y)));
    for (const field of TOGETHER) {
      delete both[field];
      if (has(later, field)) both[field] = later[field];
    }
    return both;
  }
  const merged = (a, b) => state(joined(a.items, b.items, joinedItem));

  /* Merge a file's text into what is here; return how many entries it gave. One that is damaged gives none. */
  function imported(given) {
    const found = parsed(given);
    if (found.left) throw new Refused("That file is damaged: a part of it cannot be read. Nothing of it was taken in; save it anew where it was made.");
    write(merged(read(), found.state));
    return Object.keys(found.state.items).length;
  }

  /* -- what it comes to; `about` is what the course holds */
  const asking = (about) => new Set([
    ...about.units.flatMap((unit) => [...unit.exercises.map((id) => `exercise:${id}`), ...unit.quiz.map((id) => `quiz:${id}`)]),
    ...about.terms.map((id) => `term:${id}`),
  ]);
  /* Return [day, id] of all that is in review; of what can be asked, if it is said what the course holds. */
  function inReview({ items }, about) {
    const known = about && asking(about);
    const found = Object.entries(items).filter(([id, item]) => (known ? known.has(id) : isKnown(id)) && "due" in item);
    return found.map(([id, item]) => [item.due, id]).sort(([a, x], [b, y]) => (a < b || a === b && x < y ? -1 : 1));
  }
  const due = (given, today, about) => inReview(given, about).filter(([day]) => day <= today).map(([, id]) => id);
  const nextDue = (given, today, about) => inReview(given, about).find(([day]) => day > today)?.[0] ?? "";

  function summary(given, about, today = now().slice(0, 10)) {
    const { items } = given;
    const right = (kind, ids) => ids.filter((id) => has(items, `${kind}:${id}`) && "right" in items[`${kind}:${id}`]).length;
    const units = about.units.map((unit) => {
      const { exercises: tasks, predictions: guesses, quiz: questions, writing, minutes } = unit;
      const done = right("exercise", tasks), committed = right("prediction", guesses);
      const answered = questions.filter((id) => has(items, `quiz:${id}`)).length, known = right("quiz", questions);
      /* In this order, so that Python's numbers come to the same in the last digit. */
      const spent = minutes.predict * (guesses.length > 0 && committed === guesses.length) +
        (minutes.exercises + minutes.other) * done / Math.max(1, tasks.length) +
        minutes.retrieval * answered / Math.max(1, questions.length) +
        minutes.writing * (writing.length > 0 && right("exercise", writing) === writing.length);
      return {
        number: unit.number,
        begun: [["exercise", tasks], ["prediction", guesses], ["quiz", questions]]
          .some(([kind, ids]) => ids.some((id) => has(items, `${kind}:${id}`))),
        done: tasks.length + guesses.length > 0 && done === tasks.length && committed === guesses.length && answered === questions.length,
        exercises: [done, tasks.length], predictions: [committed, guesses.length],
        quiz: [answered, questions.length], quiz_right: [known, questions.length],
        minutes: [Math.floor(spent + 0.5), Object.values(minutes).reduce((a, b) => a + b, 0)],
      };
    });
    const inAll = (what) => [0, 1].map((place) => units.reduce((sum, unit) => sum + unit[what][place], 0));
    return {
      units, begun: units.filter((unit) => unit.begun).length, done: units.filter((unit) => unit.done).length, all: units.length,
      exercises: inAll("exercises"), predictions: inAll("predictions"), quiz: inAll("quiz"), quiz_right: inAll("quiz_right"), minutes: inAll("minutes"),
      outcomes: Object.fromEntries(Object.entries(about.outcomes).map(([name, ids]) => [name, [right("exercise", ids), ids.length]])),
      due: due(given, today, about).length,
    };
  }

  return { merged, imported, due, nextDue, summary };
})());
