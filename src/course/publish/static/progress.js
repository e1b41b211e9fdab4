/* What a learner has done, kept in this browser and sent nowhere. The rules are those of
   `course.learn.progress`; a browser test holds the two to one another. `course.js` loads this at the
   first thing to note. */
window.courseProgress = (() => {
  "use strict";
  const KEY = "course-progress", ASIDE = "course-progress-damaged";
  const COURSE = "alliance-missile-defence-course", FORMAT = 1, LONGEST = 2e6;
  const INTERVALS = [1, 3, 7, 16, 35, 80], TOP = INTERVALS.length - 1, MOST = 1e6;
  const DAY = /^\d{4}-\d\d-\d\d$/, TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
  const has = (object, name) => Object.hasOwn(object, name);
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const whole = (most) => (value) => Number.isInteger(value) && value >= 0 && value <= most;
  const text = (pattern) => (value) => typeof value === "string" && pattern.test(value);
  const now = () => `${new Date().toISOString().slice(0, 19)}Z`;
  const dayAfter = (today, days) => new Date(Date.parse(today) + days * 864e5).toISOString().slice(0, 10);

  /* -- one item, and what happens to it */
  const EVENTS = {
    answer(item, event, act) {
      act.tried();
      if (event.met) item.met = Object.fromEntries([...Object.entries(item.met ?? {}), [event.met, act.now]]);
      if (!event.right) act.place(0);
      else if (act.isDue) act.place(item.box + 1);
      if (event.right) act.once("right");
    },
    read(item, event, act) { act.tried(); act.once("right"); act.leave(); },
    committed(item, event, act) { act.tried(); item.choice = event.choice; act.once("right"); act.leave(); },
    hint(item, event) { item.hints = Math.max(item.hints ?? 0, event.number); },
    solution(item, event, act) {
      act.once("solution");
      if (!("right" in item)) act.place(0);
    },
    quiz(item, event, act) {
      act.tried();
      if (!event.right) act.place(0);
      else if (!("box" in item)) act.place(1);
      else if (act.isDue) act.place(item.box + 1);
      if (event.right) act.once("right");
    },
    looked(item, event, act) {
      act.tried();
      if (!("box" in item)) act.place(0);
    },
    recalled(item, event, act) {
      act.tried();
      act.place(event.right ? (item.box ?? 0) + 1 : 0);
      if (event.right) act.once("right");
    },
  };

  /* Return an item as it is after an event at a time in UTC; one that is unknown changes nothing. */
  function after(item, event, time) {
    if (!has(EVENTS, event.what)) return item;
    const next = { ...item }, today = time.slice(0, 10);
    EVENTS[event.what](next, event, {
      now: time,
      isDue: "box" in next && next.due <= today,
      tried() { next.tries = Math.min((next.tries ?? 0) + 1, MOST); },
      once(field) { next[field] ??= time; },
      leave() { delete next.box; delete next.due; },
      place(box) {
        next.box = Math.min(box, TOP);
        next.due = dayAfter(today, INTERVALS[next.box]);
      },
    });
    next.first ??= time;
    next.last = time;
    return next;
  }

  class Refused extends Error {}
  /* -- reading what a file or the browser holds */
  const state = (items) => ({ course: COURSE, format: FORMAT, items });
  const isKnown = (id) => /^(exercise|prediction|quiz|term):/.test(id);
  const SOUND = {
    first: text(TIME), last: text(TIME), right: text(TIME), solution: text(TIME), due: text(DAY),
    tries: whole(MOST), hints: whole(MOST), box: whole(TOP), choice: text(/./s),
    met: (value) => isObject(value) && Object.values(value).every(text(TIME)),
  };
  const isSound = (item) => isObject(item) && has(item, "first") && has(item, "last") && has(item, "box") === has(item, "due") &&
    Object.entries(item).every(([field, value]) => !has(SOUND, field) || SOUND[field](value));

  /* Return the state that a text holds, and how many entries were left out as unreadable. */
  function parsed(given) {
    const made = "“Save as a file” on this page, or “course progress --export”, makes one.";
    let found;
    if (given.length > LONGEST) throw new Refused(`That file is too large to be one of progress. ${made}`);
    try { found = JSON.parse(given.replace(/^\ufeff/, "")); } catch { found = null; }
    if (!isObject(found) || found.course !== COURSE || !isObject(found.items)) {
      throw new Refused(`That is no file of progress in this course. ${made}`);
    }
    if (found.format !== FORMAT) {
      throw new Refused(`That file is in another format than this page reads (it reads format ${FORMAT}). Update the course, or choose another file.`);
    }
    const all = Object.entries(found.items), sound = all.filter(([id, item]) => !isKnown(id) || isSound(item));
    return { state: state(Object.fromEntries(sound)), left: all.length - sound.length };
  }

  /* -- the browser's storage, which may be missing, full, forbidden or damaged */
  let own; // what this page has, where the browser keeps nothing
  let unkept = false;
  function stored() {
    let held = null;
    try { held = localStorage.getItem(KEY); } catch { unkept = true; }
    if (held === null) return state({});
    let found;
    try { found = parsed(held); } catch { found = { state: state({}), left: 1 }; }
    if (found.left && !setAside(held, found.state)) unkept = true;
    return found.state;
  }
  /* Keep what could not be read under another name; only then may something else take its place. */
  function setAside(held, sound) {
    try {
      let name = ASIDE;
      for (let n = 2; ![null, held].includes(localStorage.getItem(name)); n++) name = `${ASIDE}-${n}`;
      localStorage.setItem(name, held);
      localStorage.setItem(KEY, exported(sound));
      return true;
    } catch { return false; }
  }
  /* Once the browser has refused something, the page goes on with what it has itself. */
  function read() {
    if (own) return own;
    const found = stored();
    if (unkept) own = found;
    return found;
  }
  function write(next) {
    if (!own) try { localStorage.setItem(KEY, exported(next)); } catch { unkept = true; }
    if (unkept) {
      own = next;
      tell();
    }
    document.dispatchEvent(new Event("course-progress"));
  }
  function tell() {
    if (document.querySelector(".course-unkept")) return;
    const line = document.createElement("p");
    line.className = "course-unkept";
    line.setAttribute("role", "status");
    line.textContent = "This browser keeps nothing for this page (a private window, or no room): your progress lasts until you leave it.";
    (document.querySelector("article") || document.body).append(line);
  }
  /* Two pages that write at once may each write over the other's: what is lost of ours is put back. */
  let mine = Object.create(null);
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY || own) return;
    if (event.newValue === null) mine = Object.create(null); // begun anew in another page
    const { items } = read();
    const lost = Object.entries(mine).filter(([id, item]) => !has(items, id) || items[id].last < item.last);
    if (lost.length) write(state({ ...items, ...Object.fromEntries(lost) }));
  });
  function record(id, event) {
    const { items } = read();
    const item = mine[id] = after(has(items, id) ? items[id] : {}, event, now());
    write(state(Object.fromEntries([...Object.entries(items), [id, item]])));
    return item;
  }
  const exported = (given = read()) =>
    `${JSON.stringify(state(Object.fromEntries(Object.entries(given.items).sort(([a], [b]) => (a < b ? -1 : 1)))), null, 1)}\n`;
  function forget() {
    try {
      localStorage.removeItem(KEY);
      own = undefined;
      unkept = false;
    } catch { own = state({}); }
    document.dispatchEvent(new Event("course-progress"));
  }

  return {
    read, record, after, exported, forget, Refused, parsed, write, isKnown, isObject, state, now,
    kept: () => { read(); if (unkept) tell(); return !unkept; },
  };
})();
