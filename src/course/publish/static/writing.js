/* A piece of writing, measured and never marked: the counts of `course.learn.essays`. */
window.courseWriting = (() => {
  "use strict";
  const { escaped, split, strip } = window.courseAnswers;
  const LETTER = "[\\p{L}\\p{N}_]";
  const DIGIT = "\\p{Nd}";
  const YEAR = new RegExp(`(?<![${DIGIT}.,])(?:1[89]|20)${DIGIT}${DIGIT}(?![${DIGIT}.,]*${DIGIT})`, "gu");
  const FIGURE = new RegExp(
    `(?<![${DIGIT}.,])(?:${DIGIT}{1,3}(?:,${DIGIT}{3}){1,4}(?:\\.${DIGIT}{1,12})?|` +
    `${DIGIT}{1,15}(?:[.,]${DIGIT}{1,12})?)[ \\u00a0]?` +
    `(?:%|per ?cent(?!${LETTER})|percentage points?(?!${LETTER})|(?:thousand|million|billion|bn|km|kilomet|minute|hour|` +
    "day|month|year|euro|dollar|vote|interceptor|missile|ship|poll|member|Ally|Allies|text|" +
    `government|state|row)${LETTER}{0,8}|(?: out)? of ${DIGIT}{1,15}(?![${DIGIT}.,]*${DIGIT}))` +
    `|(?<!${LETTER})(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) per ?cent(?!${LETTER})`, "giu");
  const GRADE = new RegExp(`(?<!${LETTER})grade[sd]? [ABC](?!${LETTER})|[,;(] ?[ABC]\\)`, "gu");
  const LINK = /https?:\/\/[^\s)>\]]{1,500}/gu;
  const LONGEST_NAME = 8;

  const all = (pattern, text) => [...text.matchAll(pattern)].map((found) => found[0]);
  const once = (list) => [...new Set(list)];
  const listed = (found, most = 6) => (found.length
    ? found.slice(0, most).join(", ") + (found.length > most ? ` and ${found.length - most} more` : "")
    : "none");

  /* The publishers of the register that a text names; capitals count. */
  function publishers(text) {
    const known = new Set(window.coursePublishers);
    const tokens = split(text).map((word) => strip(word, ".,;:()[]\"'“”‘’*_").replace(/['’]s$/u, ""));
    const found = [];
    for (let at = 0; at < tokens.length; at++) {
      for (let size = Math.min(LONGEST_NAME, tokens.length - at); size > 0; size--) {
        const name = tokens.slice(at, at + size).join(" ");
        if ([...name].length <= 120 && known.has(name)) {
          found.push(name);
          at += size - 1;
          break;
        }
      }
    }
    return once(found);
  }

  return (task, text) => {
    const words = split(text).length, links = once(all(LINK, text)).length;
    const counts = [
      `${words} words (aim for ${task.low} to ${task.high})`,
      `years: ${listed(once(all(YEAR, text)).sort())}`,
      `figures with a unit: ${listed(once(all(FIGURE, text).map((one) => split(one).join(" "))))}`,
      `publishers of the register of sources, by name: ${listed(publishers(text))}` + (links ? `; links: ${links}` : ""),
      `grades given: ${all(GRADE, text).length}`,
    ];
    const length = words < task.low ? `from ${task.low} words on` : words > task.high ? `with ${task.high} words at most` : "";
    const list = (lines) => `<ul>${lines.map((line) => `<li>${line}</li>`).join("")}</ul>`;
    return "<p><strong>Read, not marked.</strong> Counted, which says nothing about what it is worth:</p>" +
      `${list(counts.map(escaped))}${length && `<p>It counts as done ${length}.</p>`}<p>A reader will ask:</p>${list(task.asks)}`;
  };
})();
