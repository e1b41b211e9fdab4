/* Answers read and judged as in a notebook: what `course.learn.assess` says, said without a kernel.
   An exercise comes sealed (see `course.learn.seal`); a browser test holds the two to one another. */
window.courseAnswers = (() => {
  "use strict";

  /* -- seals and digests, as in seal.py */
  const bytes = (text) => new TextEncoder().encode(text);
  const stirred = (value) => {
    value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
    value = Math.imul(value ^ (value >>> 15), 0x846ca68b);
    return (value ^ (value >>> 16)) >>> 0;
  };
  function digest(text) {
    let one = 0x811c9dc5, two = 0x9747b28c;
    for (const byte of bytes(text)) {
      one = Math.imul(one ^ byte, 0x01000193) >>> 0;
      two = Math.imul(two ^ byte ^ (one >>> 24), 0x85ebca6b) >>> 0;
    }
    const hex = (value) => stirred(value).toString(16).padStart(8, "0");
    return hex((one ^ (two >>> 7)) >>> 0) + hex((two ^ (one >>> 11)) >>> 0);
  }
  function opened(text, key) {
    let state = (parseInt(digest(key).slice(0, 8), 16) | 1) >>> 0;
    return new TextDecoder().decode(Uint8Array.from(atob(text), (letter) => {
      state = (state ^ (state << 13)) >>> 0;
      state = (state ^ (state >>> 17)) >>> 0;
      state = (state ^ (state << 5)) >>> 0;
      return letter.charCodeAt(0) ^ (state & 0xff);
    }));
  }
  const unsealed = (text, key) => JSON.parse(opened(text, key));

  /* -- words */
  class Unreadable extends Error {}
  const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
  const LETTER = "[\\p{L}\\p{N}_]";
  const split = (text) => text.split(new RegExp(`${SPACE}+`, "u")).filter(Boolean);
  const strip = (text, set, ends = "both") => {
    let letters = [...text], from = 0, to = letters.length;
    const has = (letter) => (set === null ? new RegExp(SPACE, "u").test(letter) : set.includes(letter));
    if (ends !== "right") while (from < to && has(letters[from])) from++;
    while (to > from && has(letters[to - 1])) to--;
    return letters.slice(from, to).join("");
  };
  const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const code = (text) => `<code>${escaped(text)}</code>`;
  function quoted(text) {
    const words = [...split([...text].slice(0, 200).join("").replaceAll("`", "'")).join(" ")];
    return code(words.length > 40 ? words.slice(0, 40).join("") + "…" : words.join(""));
  }
  const isBlank = (text) => strip(text, " .…\n\t") === "";
  function tooLong(text) {
    const length = [...text].length;
    if (length > 20000) {
      throw new Unreadable(`That is a text of ${grouped(String(length))} characters; up to 20,000 are read.`);
    }
  }

  /* -- numbers, as in numbers.py */
  const GAP = "[ \\u00a0\\u2009\\u202f'’_]";
  const FORMS = [
    [`\\d{1,3}(?:${GAP}\\d{3})+(?:\\.\\d+)?`, "."], [`\\d{1,3}(?:${GAP}\\d{3})+,\\d+`, ","],
    ["[1-9]\\d{0,2}(?:,\\d{3})+(?:\\.\\d+)?", "."], ["\\d+(?:\\.\\d*)?(?:e[+-]?\\d{1,3})?", "."],
    ["\\d+,\\d+", ","], ["[1-9]\\d{0,2}(?:\\.\\d{3})+,\\d+", ","],
    ["[1-9]\\d{0,2}(?:\\.\\d{3}){2,}", ","], ["\\.\\d+", "."], [",\\d+", ","],
  ].map(([form, mark]) => [new RegExp(`^(?:${form})`, "u"), mark]);
  const ABOUT = new RegExp(`^(?:(?:about|around|roughly|approximately|approx|circa|ca|some|exactly)(?!${LETTER})\\.?|[=~≈])${SPACE}*`, "u");
  const SIGN = new RegExp(`^(?:(?:minus|negative)(?!${LETTER})|[-−–]|plus(?!${LETTER})|\\+)${SPACE}*`, "u");
  const MONEY = new RegExp(`^(?:us\\$|usd|eur|gbp|[$€£₽])${SPACE}*`, "u");
  const TURNS = new RegExp(`(?<!${LETTER})(?:not|no|never|isn'?t|less|fewer|more|over|under|above|below|at least|at most|up to|almost|nearly|between|from|than|or)(?!${LETTER})|[<>≤≥≠!±¬]`, "u");
  const WORD = new RegExp(`^([a-z]+)(?!${LETTER})\\.?${SPACE}*(?:of(?!${LETTER})${SPACE}*)?`, "u");
  const wanted = (unit) => `One number is wanted here, such as 12 or 3.5 (${unit || "no unit"}).`;
  const decimal = (letter) => {
    let first = letter.codePointAt(0), at = first;
    while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
    return String((at - first) % 10);
  };
  const folded = (text) => text.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");

  function parse(given, known, unit) {
    if ([...given].length > 200) throw new Unreadable(`That is too long. ${escaped(wanted(unit))}`);
    let rest = folded(given).replace(/\p{Nd}/gu, decimal);
    rest = strip(strip(rest, " \n\t\u00a0*_`\"'“”„‘’«»"), " .!…", "right").replace(/\u202f$/u, "");
    const turn = TURNS.exec(rest);
    if (turn) throw new Unreadable(`${quoted(turn[0])} leaves the number open. ${escaped(wanted(unit))}`);
    const cut = (pattern) => {
      const found = pattern.exec(rest);
      if (!found) return "";
      rest = rest.slice(found[0].length);
      return strip(found[0], null);
    };
    while (ABOUT.test(rest)) cut(ABOUT);
    let money = cut(MONEY);
    const sign = cut(SIGN);
    if (!money) money = cut(MONEY);
    let token = "", mark = ".";
    for (const [form, its] of FORMS) {
      const found = form.exec(rest);
      if (found && found[0].length > token.length) [token, mark] = [found[0], its];
    }
    if (!token) throw new Unreadable(escaped(wanted(unit)));
    rest = rest.slice(token.length);
    if (/\d/.test(rest)) throw new Unreadable(`There is more than one number in that. ${escaped(wanted(unit))}`);
    token = token.replace(new RegExp(GAP, "gu"), "").replaceAll(mark === "," ? "." : ",", "").replace(mark, ".");
    let number = Number(token), times = 1;
    if (!Number.isFinite(number)) throw new Unreadable("A finite number is wanted here.");
    if (sign && !sign.startsWith("plus") && !sign.startsWith("+")) number = -number;
    rest = strip(rest, null);
    for (let word; (word = WORD.exec(rest)) && word[1] in known.scales;) {
      if (word[1].length === 1 && !known.money.includes(unit)) break;
      times *= known.scales[word[1]];
      rest = rest.slice(word[0].length);
    }
    return [number, times, named(money, rest, known, unit)];
  }

  function named(money, rest, known, unit) {
    const found = new Set();
    for (const text of [money, split(strip(rest, " .")).join(" ")].filter(Boolean)) {
      const own = unit && known.own.includes(text);
      const name = own ? unit : Object.keys(known.units).find((one) => known.units[one].includes(text));
      if (!name) throw new Unreadable(`I do not know ${quoted(text)} beside a number. ${escaped(wanted(unit))}`);
      found.add(name);
    }
    if (found.size > 1) throw new Unreadable(`That names two units. ${escaped(wanted(unit))}`);
    return [...found][0] || "";
  }

  function readNumber(task, text) {
    const known = { ...window.courseUnits, own: task.words };
    const parsed = parse(text, known, task.unit);
    const [, times, name] = parsed;
    let number = parsed[0], alone = !name && times === 1;
    if (name && name !== task.unit) {
      const factor = known.conversions[`${task.unit}|${name}`];
      if (factor === undefined) {
        const asked = task.unit ? `the answer is wanted in ${escaped(task.wanted)}` : "a number without a unit is wanted";
        throw new Unreadable(`${quoted(name)} is another unit: ${asked}.`);
      }
      number *= factor;
    }
    if (task.scale === 1) number *= times;
    else {
      const spelt = !alone || Math.abs(number) >= task.scale / 10;
      if (spelt) number = number * times / task.scale;
      alone = alone && !spelt;
    }
    return task.percent && alone && Math.abs(number) > 0 && Math.abs(number) < 1 ? 100 * number : number;
  }

  /* A number as Python writes it with ",.10g", or ".3g" from a thousand million million on. */
  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");
  function short(value) {
    const digits = Math.abs(value) < 1e15 ? 10 : 3;
    const sign = value < 0 || Object.is(value, -0) ? "-" : "";
    if (value === 0) return `${sign}0`;
    let [head, power] = Math.abs(value).toExponential(digits - 1).split("e");
    /* Just between two: Python takes the even one, and toExponential the larger. */
    const [exact, its] = Math.abs(value).toExponential(60).split("e");
    const figures = exact.replace(".", "");
    if (/^50*$/.test(figures.slice(digits)) && figures[digits - 1] % 2 === 0) {
      [head, power] = [`${figures[0]}.${figures.slice(1, digits)}`, its];
    }
    const bare = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
    if (power < -4 || power >= digits) {
      return `${sign}${bare(head)}e${power[0]}${power.slice(1).padStart(2, "0")}`;
    }
    const [whole, part] = bare(Number(`${head}e${power}`).toFixed(Math.max(0, digits - 1 - power))).split(".");
    return sign + grouped(whole) + (part ? `.${part}` : "");
  }

  /* -- what an answer shows, as in assess.py */
  const KINDS = {
    number: {
      read: readNumber,
      right: (task, read) => Math.abs(read - task.reference) <= task.tolerance,
      is: (task, mistake, read) => (mistake.within
        ? mistake.within.some(([low, high]) => (low === null || low <= read) && (high === null || read <= high))
        : mistake.near.some((one) => Math.abs(read - one) <= task.tolerance)),
      about: (task, mistake, read) => ` I read ${echo(task, read)}.`,
      nearly: (task, read) => `I read ${echo(task, read)}: too ${read > task.reference ? "high" : "low"}.`,
    },
    choice: {
      atoms: (read) => [read],
      nearly: () => "Another option fits the evidence better.",
    },
    names: {
      atoms: (read) => read,
      nearly: (task, read, digests) => {
        const inside = digests.filter((one) => task.right.includes(one)).length;
        return `Of yours, ${inside} in the set, ${digests.length - inside} outside it; ` +
          `${task.right.length - inside} still to find.`;
      },
    },
    order: {
      atoms: (read) => read.flatMap((a, i) => read.slice(i + 1).map((b) => `${a}>${b}`)),
      nearly: (task, read, digests) => `${digests.filter((one) => task.right.includes(one)).length} of ` +
        `${digests.length} pairs stand in the right order.`,
    },
    sorting: {
      atoms: (read) => Object.entries(read).map(([item, its]) => `${item}=${its}`),
      about: (task, mistake, read, digests) => {
        if (!mistake.puts) return "";
        const items = put(task, mistake, read).map(code).join(", ");
        return ` This is about ${items}; ${good(task, digests)} of ${task.items.length} are right so far.`;
      },
      nearly: (task, read, digests) => {
        const right = (item) => task.right.includes(digest(`${task.id} ${item}=${read[item]}`));
        const wrong = task.items.filter((item) => item in read && !right(item));
        const left = task.items.filter((item) => !(item in read));
        return `${good(task, digests)} of ${task.items.length} are right.` +
          (wrong.length ? ` Look again at: ${escaped(wrong.join(", "))}.` : "") +
          (left.length ? ` Still open: ${escaped(left.join(", "))}.` : "");
      },
    },
  };
  const echo = (task, read) => escaped(strip(`${short(read)} ${task.wanted}`, null));
  const good = (task, digests) => digests.filter((one) => task.right.includes(one)).length;
  const put = (task, mistake, read) => mistake.puts.filter(([item, digests]) =>
    item in read && digests.includes(digest(`${task.id} ${item}=${read[item]}`))).map(([item]) => item);

  function betrays(task, mistake, read, atoms) {
    if (mistake.puts) return put(task, mistake, read).length > 0;
    if (mistake.among) return atoms.some((one) => mistake.among.includes(digest(`${task.id} ${one}`)));
    return mistake.is.includes(digest(`${task.id} ${[...atoms].sort().join(" ")}`));
  }

  function blank(answer) {
    if (typeof answer === "string") return isBlank(answer);
    return answer === null || Object.values(answer).every((one) => one === null || isBlank(one));
  }

  /* Say what an answer shows: text for a number or an essay, a key, a list of names or keys, or an
     object of item and code. Returns { state, misconception, html }. */
  function assess(task, answer) {
    const said = (state, html, misconception = "") => ({ state, misconception, html });
    const kind = KINDS[task.kind];
    let read = answer;
    try {
      if (typeof answer === "string") tooLong(answer);
      if (blank(answer)) return said("blank", "<p><strong>Not answered yet.</strong></p>");
      if (task.kind === "essay") return said("read", window.courseWriting(task, answer));
      if (kind.read) read = kind.read(task, answer);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return said("unreadable", `<p><strong>I cannot read that answer.</strong> ${error.message}</p>`);
    }
    const atoms = kind.atoms ? kind.atoms(read) : [];
    const digests = atoms.map((one) => digest(`${task.id} ${one}`));
    const right = kind.right ? kind.right(task, read)
      : digests.length === task.right.length && digests.every((one) => task.right.includes(one));
    if (right) {
      const why = opened(task.why, `${task.id} ${[...atoms].sort().join(" ")}`);
      return said("right", why.replace("<p>", "<p><strong>Right.</strong> "));
    }
    for (const mistake of task.mistakes) {
      const shows = kind.is ? kind.is(task, mistake, read) : betrays(task, mistake, read, atoms);
      if (shows) {
        const about = kind.about ? kind.about(task, mistake, read, digests) : "";
        return said("mistake", `<p><strong>Not yet: ${mistake.called}.</strong> ${mistake.says}${about}</p>`, mistake.name);
      }
    }
    return said("wrong", `<p><strong>Not yet.</strong> ${kind.nearly(task, read, digests)}</p>`);
  }

  /* Set a prediction against the data. */
  function verdict(guess, id, mine) {
    const agree = digest(`${id} ${mine}`) === guess.right;
    return `<p>You predicted <strong>${escaped(mine)}</strong>. ${agree ? "The data agree with you." : guess.otherwise} ${guess.reveal}</p>`;
  }

  return { assess, verdict, digest, unsealed, escaped, split, strip, openTask: (sealed, id) => ({ ...unsealed(sealed, id), id }) };
})();
