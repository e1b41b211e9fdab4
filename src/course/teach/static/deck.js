"use strict";
/* A deck: reveal.js, and notes for the speaker in a window of their own. The window is opened and
   filled from here, so that it works from a file, where reveal's own speaker view does not. */
(() => {
  const deck = new Reveal({
    width: 1280, height: 720, margin: 0, center: false, hash: true, controls: false,
    progress: true, slideNumber: "c/t", transition: "none", backgroundTransition: "none",
    navigationMode: "linear", help: true, minScale: 0.2, maxScale: 4,
  });
  let view = null;
  let began = 0;

  function part(name, text, look = {}) {
    const made = view.document.createElement(name);
    if (text) made.textContent = text;
    Object.assign(made.style, look);
    return made;
  }

  function heading(slide) {
    const words = slide && slide.querySelector("h1, .ask, h2, .over");
    return words ? words.textContent.trim() : "the end";
  }

  function clock() {
    const shown = view && !view.closed && view.document.getElementById("clock");
    if (!shown) return;
    const seconds = Math.floor((Date.now() - began) / 1000);
    const two = (n) => String(n).padStart(2, "0");
    shown.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)} since the notes opened`;
  }

  function fill() {
    if (!view || view.closed) return;
    const slides = deck.getSlides();
    const place = slides.indexOf(deck.getCurrentSlide());
    const notes = slides[place].querySelector(".notes");
    const body = view.document.body;
    const grey = { color: "#565e6a", margin: "0 0 8px" };
    const said = part("div", "", { fontSize: "20px" });
    if (notes) for (const node of notes.childNodes) said.append(view.document.importNode(node, true));
    const time = part("p", "", grey);
    time.id = "clock";
    body.replaceChildren(
      time,
      part("p", `Slide ${place + 1} of ${slides.length}: ${heading(slides[place])}`,
        { fontWeight: "700", fontSize: "22px", margin: "0 0 12px" }),
      said,
      part("p", `Next: ${heading(slides[place + 1])}`, { ...grey, marginTop: "16px" }),
    );
    clock();
  }

  function open() {
    if (view && !view.closed) { view.focus(); return; }
    view = window.open("", "", "width=900,height=700");
    if (!view) {
      window.alert("The browser kept the window for the notes from opening. Allow windows for this file, and press S again.");
      return;
    }
    view.document.title = `Notes: ${document.title}`;
    Object.assign(view.document.body.style,
      { font: "18px/1.4 system-ui, sans-serif", margin: "20px", color: "#1b1f24" });
    view.addEventListener("keydown", (event) => {
      if (["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"].includes(event.key)) deck.next();
      else if (["ArrowLeft", "ArrowUp", "PageUp", "Backspace"].includes(event.key)) deck.prev();
      else return;
      event.preventDefault();
    });
    began = began || Date.now();
    fill();
  }

  deck.addKeyBinding({ keyCode: 83, key: "S", description: "Notes in a window of their own" }, open);
  deck.on("ready", () => { document.documentElement.dataset.ready = "yes"; });
  deck.on("slidechanged", fill);
  setInterval(clock, 1000);
  deck.initialize();
})();
