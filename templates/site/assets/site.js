// The page around the text: the menu on a phone, dark and light, the outline, copying, the list of versions.
"use strict";
(() => {
  const page = document.documentElement;
  const at = (name) => document.getElementById(`site-${name}`);

  at("theme").addEventListener("click", () => {
    const prefers = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const next = (page.dataset.theme || prefers) === "dark" ? "light" : "dark";
    page.dataset.theme = next;
    try {
      localStorage.setItem("ego-docs-theme", next);
    } catch {
      // It holds for this page then.
    }
  });

  const menu = at("menu");
  const open = (shown) => {
    page.classList.toggle("menu-open", shown);
    menu.setAttribute("aria-expanded", String(shown));
  };
  menu.addEventListener("click", () => open(!page.classList.contains("menu-open")));
  at("nav").addEventListener("click", (event) => {
    if (event.target.closest("a")) open(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(false);
  });

  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  }

  // What a link leads to may lie in something that is folded.
  const unfold = () => {
    let name = "";
    try {
      name = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const target = name && document.getElementById(name);
    for (let one = target && target.parentElement; one; one = one.parentElement) {
      if (one.tagName === "DETAILS") one.open = true;
    }
  };
  addEventListener("hashchange", unfold);
  unfold();

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open])")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });

  const links = new Map();
  for (const link of document.querySelectorAll("nav.right a[href^='#']")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target, link);
  }
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "0px 0px -75% 0px" });
  for (const target of links.keys()) seen.observe(target);

  // versions.js says which versions this site keeps; an old page learns of the new ones through it.
  const versions = window.egoVersions;
  if (Array.isArray(versions) && versions.length > 1) {
    const shown = at("version");
    const list = document.createElement("select");
    list.setAttribute("aria-label", "Version");
    list.className = "version";
    for (const one of versions) {
      const option = new Option(one.label, one.url, one.current, one.current);
      list.append(option);
    }
    list.addEventListener("change", () => { location.href = page.dataset.root + list.value; });
    shown.replaceWith(list);
  }
})();
