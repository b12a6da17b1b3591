// Sets the colours before the page is shown: what the reader chose, else what the system prefers (in the style sheet).
"use strict";
(() => {
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
