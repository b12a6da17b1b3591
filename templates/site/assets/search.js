// Search: the index lies in files by the beginning of words, loaded as scripts because a page of file:// may not fetch.
// search/roots.js names the files of two letters; a large one names all those of more.
"use strict";
(() => {
  const LIMIT = 30; // results
  const CUT = 300; // postings of a word; shards.py keeps no more
  const root = document.documentElement.dataset.root;
  const box = document.getElementById("site-search");
  const list = document.getElementById("site-results");
  const status = document.getElementById("site-status");
  const files = new Map(); // beginning -> promise of {words, deeper}
  const waiting = new Map();
  let chosen = -1;
  let asked = 0;

  window.egoSearchPart = (part) => {
    const done = waiting.get(part.name);
    if (done) done(part);
  };

  const load = (name) => {
    if (!files.has(name)) {
      files.set(name, new Promise((resolve) => {
        waiting.set(name, resolve);
        const script = document.createElement("script");
        script.src = `${root}search/${name}.js`;
        script.onerror = () => resolve({ words: [], deeper: [] });
        document.head.append(script);
      }));
    }
    return files.get(name);
  };

  // The name of the file that a beginning is in: the same rule as in search.py.
  const fileName = (start) =>
    /^[a-z0-9]+$/.test(start)
      ? start
      : "_" + [...start].map((c) => c.codePointAt(0).toString(16)).join("_");

  const roots = () => window.egoSearchRoots || [];

  const entriesOf = async (word) => {
    const letters = [...word];
    const start = letters.slice(0, letters[0] > "\x7f" ? 1 : 2).join("");
    if (!roots().includes(start)) return [];
    let part = await load(fileName(start));
    for (let size = letters.length; size > [...start].length; size -= 1) {
      const longer = fileName(letters.slice(0, size).join(""));
      if (part.deeper.includes(longer)) {
        part = await load(longer);
        break;
      }
    }
    return part.words
      .filter(([token]) => token.startsWith(word))
      .map(([token, weight, place]) => [token, weight, part.entries[place]]);
  };

  // `user_id` is one word, as in words.py; scripts without spaces give pairs of letters.
  const wordsOf = (text) => {
    const words = [];
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) || []) {
      for (const run of word.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+/g) || []) {
        for (let at = 0; at < Math.max(run.length - 1, 1); at += 1) words.push(run.slice(at, at + 2));
      }
      const rest = word.replace(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+/g, " ").replaceAll("_", "");
      words.push(...rest.split(" ").filter((part) => part).map((part) => part.slice(0, 40)));
    }
    const telling = words.filter((word) => !(window.egoSearchStop || []).includes(word));
    return telling.length ? telling : words;
  };

  const find = async (text) => {
    // A full name is found by its last part, and must then be in what is found.
    const dotted = /^[\w.]+\.[\w]+$/.test(text.trim()) ? text.trim().toLowerCase() : "";
    const words = wordsOf(dotted ? dotted.slice(dotted.lastIndexOf(".") + 1) : text);
    if (!words.length) return [];
    // Of a word that stands in very many places only the weightiest are in the index. An entry that is found by
    // another word is then asked itself, for what it shows.
    const answers = await Promise.all(words.map(entriesOf));
    const lists = words.map((word, place) => {
      const hits = new Map();
      for (const [token, weight, entry] of answers[place]) {
        const key = entry[2];
        const score = weight * 10 + (token === word ? 8 : 0) - entry[0].length / 50;
        if (!hits.has(key) || hits.get(key).score < score) hits.set(key, { score, entry });
      }
      return { word, hits, cut: answers[place].length >= CUT };
    });
    const scores = new Map();
    for (const { hits } of lists) {
      for (const [key, { entry }] of hits) {
        if (scores.has(key)) continue;
        const shown = `${entry[0]} ${entry[3]} ${entry[4]}`.toLowerCase();
        let score = 0;
        const all = lists.every((other) => {
          const hit = other.hits.get(key);
          if (hit) score += hit.score;
          return hit || (other.cut && shown.includes(other.word));
        });
        if (all) scores.set(key, { score, entry });
      }
    }
    const whole = text.trim().toLowerCase();
    const found = [...scores.values()].filter((hit) =>
      !dotted || `${hit.entry[3]}.${hit.entry[0]}`.toLowerCase().includes(dotted));
    for (const hit of found) {
      const name = hit.entry[0].toLowerCase();
      if (name.startsWith(whole)) hit.score += name === whole ? 50 : 20;
    }
    found.sort((a, b) => b.score - a.score || a.entry[2].localeCompare(b.entry[2]));
    return found.slice(0, LIMIT).map((hit) => hit.entry);
  };

  const close = () => {
    list.hidden = true;
    status.className = "unseen";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    chosen = -1;
  };

  // Names and comments are text here, whatever is in them: nothing is parsed as HTML.
  const show = (found) => {
    list.replaceChildren();
    for (const [place, [name, kind, url, where, told]] of found.entries()) {
      const link = document.createElement("a");
      link.setAttribute("role", "option");
      link.id = `site-result-${place}`;
      link.href = root + url;
      link.tabIndex = -1;
      for (const [kindOf, text] of [["name", name], ["kind", kind], ["where", where], ["told", told]]) {
        const part = document.createElement("span");
        part.className = kindOf;
        part.textContent = kindOf === "told" ? text.replaceAll("`", "") : text;
        link.append(part, " ");
      }
      list.append(link);
    }
    const any = found.length > 0;
    status.textContent = any ? `${found.length} results` : "Nothing found";
    status.className = any ? "unseen" : "nothing";
    chosen = -1;
    list.hidden = !any;
    box.setAttribute("aria-expanded", String(any));
    box.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    const all = list.querySelectorAll("a");
    if (!all.length) return;
    if (chosen >= 0) all[chosen].removeAttribute("aria-selected");
    chosen = (place + all.length) % all.length;
    all[chosen].setAttribute("aria-selected", "true");
    all[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", all[chosen].id);
  };

  const search = async () => {
    const this_ = ++asked;
    if (!wordsOf(box.value).some((word) => word.length > 1 || word > "\x7f" || roots().includes(word))) {
      close(); // one letter is not looked for, unless it is a word
      return;
    }
    const found = await find(box.value);
    if (this_ !== asked) return; // something else was typed meanwhile
    show(found);
    list.dataset.query = box.value;
  };

  box.addEventListener("input", search);
  box.addEventListener("focus", () => { if (box.value) search(); });
  box.addEventListener("keydown", (event) => {
    const all = list.querySelectorAll("a");
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && all.length) all[Math.max(chosen, 0)].click();
    else if (event.key === "Escape") close();
    else {
      if (event.key === "Tab") close(); // who leaves the box sees what is behind the list again
      return;
    }
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("a")) close();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".search")) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
    }
  });
})();
