// Sets the colours before the page is shown: what the reader chose, else what the system prefers (in the style sheet).
"use strict";
(() => {
  document.documentElement.classList.add("script"); // without scripts nothing is folded away that needs one
  let chosen = null;
  try {
    chosen = localStorage.getItem("ego-docs-theme");
  } catch {
    // A browser that forbids storage shows what the system prefers.
  }
  if (chosen === "dark" || chosen === "light") {
    document.documentElement.dataset.theme = chosen;
  }
})();
