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
  menu.addEventListener("click", () => {
    open(!page.classList.contains("menu-open"));
    if (page.classList.contains("menu-open")) at("nav").querySelector("a").focus();
  });
  at("nav").addEventListener("click", (event) => {
    if (event.target.closest("a")) open(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !page.classList.contains("menu-open")) return;
    open(false);
    menu.focus();
  });

  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  }

  // The element that the page was asked for; "" for none.
  const named = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  };

  // What a link leads to may lie in something that is folded.
  const unfold = () => {
    const name = named();
    const target = name && document.getElementById(name);
    for (let one = target && target.parentElement; one; one = one.parentElement) {
      if (one.tagName === "DETAILS") one.open = true;
    }
  };
  addEventListener("hashchange", unfold);
  unfold();

  // What is wider than its place is reached by the keyboard too.
  const wide = () => {
    for (const one of document.querySelectorAll("main .scroll, main .prose pre, main td pre")) {
      if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
      else one.removeAttribute("tabindex");
    }
  };
  addEventListener("resize", wide);
  wide();

  // The ways to call a method as tabs; what the reader chose is chosen for every method, on every page.
  const WAY = "ego-docs-way";
  let way = "JSON";
  try {
    way = localStorage.getItem(WAY) || way;
  } catch {
    // Each page begins anew then.
  }
  const show = (call) => {
    const tabs = [...call.querySelectorAll("[role=tab]")];
    const shown = tabs.find((tab) => tab.textContent === way) || tabs[0];
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab === shown));
      tab.tabIndex = tab === shown ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = tab !== shown;
    }
    return shown;
  };
  const choose = (tab) => {
    const before = tab.getBoundingClientRect().top;
    way = tab.textContent;
    try {
      localStorage.setItem(WAY, way);
    } catch {
      // It holds for this page then.
    }
    for (const call of document.querySelectorAll("details.call[data-tabs]")) show(call);
    scrollBy({ top: tab.getBoundingClientRect().top - before, behavior: "instant" });
  };
  const makeTabs = (call, number) => {
    if (call.dataset.tabs) return;
    call.dataset.tabs = "made";
    const list = document.createElement("div");
    list.className = "ways";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Ways to call it");
    for (const panel of call.querySelectorAll(".way")) {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.textContent = panel.dataset.way;
      panel.id = `site-way-${number}-${list.children.length}`;
      tab.id = `${panel.id}-tab`;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => choose(tab));
      list.append(tab);
    }
    list.addEventListener("keydown", (event) => {
      const tabs = [...list.children];
      const at = tabs.indexOf(event.target);
      const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      const tab = tabs[(next + tabs.length) % tabs.length];
      choose(tab);
      tab.focus();
    });
    call.querySelector("summary").after(list);
    show(call);
  };
  const calls = [...document.querySelectorAll("details.call")];
  for (const [number, call] of calls.entries()) {
    if (call.open) makeTabs(call, number);
    call.addEventListener("toggle", () => makeTabs(call, number));
  }

  // On paper nothing can be unfolded: examples are, and of each call the way that the reader chose.
  let folded = [];
  addEventListener("beforeprint", () => {
    for (const [number, call] of calls.entries()) makeTabs(call, number);
    folded = [...document.querySelectorAll("main details:not([open])")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });

  // Of very many error codes each package has a page of its own: an older link to one of them goes on to it.
  const catalogue = at("catalogue");
  const goOn = () => {
    const name = named();
    if (!catalogue || !name || document.getElementById(name)) return;
    const within = (link) => name.startsWith(`${link.textContent}.`) ? link.textContent.length : 0;
    const links = [...catalogue.querySelectorAll("a")];
    const found = links.filter((link) => within(link) || link.textContent === "(no package)");
    found.sort((a, b) => within(b) - within(a));
    if (found.length) location.replace(found[0].href + location.hash);
  };
  addEventListener("hashchange", goOn);
  goOn();

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

  // versions.js says which versions this site keeps, the newest first; an old page learns of the new ones through it.
  const versions = window.egoVersions;
  if (Array.isArray(versions) && versions.length > 1) {
    const root = page.dataset.root;
    const list = document.createElement("select");
    list.setAttribute("aria-label", "Version; Enter opens the chosen one");
    list.className = "version";
    for (const one of versions) list.append(new Option(one.label, one.url, one.current, one.current));
    // The same page of the other version, where it has one: its pages.js says so.
    const go = () => {
      const folder = root + list.value.replace(/index\.html$/, "");
      const here = location.pathname.split("/").slice(-root.split("../").length).join("/");
      const script = document.createElement("script");
      script.src = `${folder}pages.js`;
      script.onload = script.onerror = () => {
        const known = (window.egoPages || []).includes(here);
        location.href = known ? folder + here + location.hash : root + list.value;
      };
      document.head.append(script);
    };
    // Arrow keys change a closed list in some browsers: then only Enter goes.
    let keys = false;
    list.addEventListener("pointerdown", () => { keys = false; });
    list.addEventListener("keydown", (event) => {
      keys = event.key !== "Enter";
      if (!keys && list.selectedIndex !== versions.findIndex((one) => one.current)) go();
    });
    list.addEventListener("change", () => { if (!keys) go(); });
    at("version").replaceWith(list);
    if (!at("versions-link")) { // a page of an earlier version: what came later is told by the newest
      const link = document.createElement("a");
      link.href = root + versions[0].url.replace(/index\.html$/, "changes.html");
      link.textContent = "Versions and changes";
      const item = document.createElement("li");
      item.append(link);
      at("nav").querySelector("ul").append(item);
    }
    if (!versions[0].current) {
      const newest = document.createElement("a");
      newest.href = root + versions[0].url;
      newest.textContent = versions[0].label;
      const note = document.createElement("p");
      note.className = "old";
      note.setAttribute("role", "note");
      note.append("This describes an earlier version. The newest is ", newest, ".");
      at("main").prepend(note);
    }
  }
})();
