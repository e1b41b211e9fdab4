/* The theme's choice of colours, before anything is drawn; a file, so that pages need no script of their own. */
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  document.body.dataset.theme = "auto";
}
