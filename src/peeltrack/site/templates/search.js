/* Search the findings in the browser. Texts go into the page as text, never as markup. */
"use strict";
(() => {
  const data = peeltrackFindings;
  const by = (id) => document.getElementById(id);
  const fields = { words: by("words"), kind: by("kind"), edition: by("edition"), again: by("again") };
  const STEP = 40;
  let shown = STEP;

  /* Return a text without capitals, accents and hyphens, and where each of its letters was. */
  function fold(text) {
    let letters = "";
    const places = [];
    for (let place = 0; place < text.length; place += 1) {
      const bare = text[place].normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
      for (const letter of bare.replace(/[-‐‑–—]/gu, " ").replace(/[‘’]/gu, "'")) {
        letters += letter;
        places.push(place);
      }
    }
    return { letters, places };
  }

  const folded = new Map();
  function about(entry, number) {
    if (!folded.has(number)) {
      const [force, , area, topic, , , , , text] = entry;
      const names = [data.forces[force][0], data.forces[force][2], data.topics[topic][0], data.topics[topic][2]];
      names.push(area < 0 ? "" : data.areas[area]);
      folded.set(number, { text: fold(text), names: fold(names.join("\n")).letters });
    }
    return folded.get(number);
  }

  /* Return a pattern for each word or phrase; it matches at the beginning of a word. */
  function patterns(typed) {
    const found = [];
    for (const [, phrase, word] of typed.replace(/[“”„]/gu, '"').matchAll(/"([^"]*)"?|(\S+)/gu)) {
      const words = fold(phrase ?? word).letters.split(/\s+/u).filter(Boolean);
      const escaped = words.map((each) => each.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
      if (escaped.length) found.push(new RegExp("(?<![\\p{L}\\p{N}])" + escaped.join("\\s+"), "gu"));
    }
    return found;
  }

  /* Return where a finding has the words; null if one of them is nowhere. */
  function marks(entry, number, wanted) {
    if (!wanted.length) return [];
    const { text, names } = about(entry, number);
    const found = [];
    for (const pattern of wanted) {
      const here = [...text.letters.matchAll(pattern)];
      if (!here.length && names.search(pattern) < 0) return null;
      for (const { index, 0: match } of here) {
        found.push([text.places[index], text.places[index + match.length - 1] + 1]);
      }
    }
    return found.sort((one, other) => one[0] - other[0]);
  }

  function element(name, text, address) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (address) made.href = address;
    return made;
  }

  function marked(text, places) {
    const made = element("p");
    let end = 0;
    for (const [start, stop] of places) {
      if (stop <= end) continue;
      made.append(text.slice(end, Math.max(start, end)), element("mark", text.slice(Math.max(start, end), stop)));
      end = stop;
    }
    made.append(text.slice(end));
    return made;
  }

  function item([force, edition, area, topic, kind, source, before, saidBy, text], places) {
    const lead = element("p");
    lead.className = "lead";
    const [publisher, address] = data.sources[source];
    const pieces = [
      element("strong", data.kinds[kind]),
      element("a", data.editions[edition][0], data.editions[edition][1]),
      element("a", data.topics[topic][0], data.topics[topic][1]),
      area < 0 ? "" : data.areas[area],
      saidBy,
      before.length ? "Raised before: " + before.map((each) => data.editions[each][0]).join(", ") : "",
    ];
    lead.append(element("a", data.forces[force][0], data.forces[force][1]));
    for (const piece of pieces) if (piece) lead.append(" · ", piece);
    lead.append(" (", address ? element("a", publisher, address) : publisher, ")");
    const made = element("li");
    made.append(lead, marked(text, places));
    return made;
  }

  function show() {
    const wanted = patterns(fields.words.value);
    const found = [];
    data.findings.forEach((entry, number) => {
      if (fields.kind.value && data.kinds[entry[4]] !== fields.kind.value) return;
      if (fields.edition.value && data.editions[entry[1]][0] !== fields.edition.value) return;
      if (fields.again.checked && !entry[6].length) return;
      const places = marks(entry, number, wanted);
      if (places) found.push([entry, places]);
    });
    const forces = new Set(found.map(([entry]) => entry[0])).size;
    const few = found.length ? "" : " Our records are not complete, so this does not mean that nothing was found.";
    by("count").textContent = `${found.length} of ${data.findings.length} findings and statements, about ${forces} of ${data.forces.length} ${data.noun}.${few}`;
    by("results").replaceChildren(...found.slice(0, shown).map(([entry, places]) => item(entry, places)));
    by("more").hidden = found.length <= shown;
  }

  function remember() {
    const asked = new URLSearchParams();
    if (fields.words.value) asked.set("q", fields.words.value);
    if (fields.kind.value) asked.set("kind", fields.kind.value);
    if (fields.edition.value) asked.set("edition", fields.edition.value);
    if (fields.again.checked) asked.set("again", "1");
    history.replaceState(null, "", "#" + asked);
  }

  function recall() {
    const asked = new URLSearchParams(location.hash.slice(1));
    fields.words.value = asked.get("q") ?? "";
    fields.kind.value = asked.get("kind") ?? "";
    fields.edition.value = asked.get("edition") ?? "";
    fields.again.checked = asked.has("again");
    shown = STEP;
    show();
  }

  for (const kind of data.kinds) fields.kind.append(new Option(kind, kind));
  for (const [title] of data.editions) fields.edition.append(new Option(title, title));
  by("search").addEventListener("submit", (event) => event.preventDefault());
  by("search").addEventListener("input", () => {
    shown = STEP;
    remember();
    show();
  });
  by("more").addEventListener("click", () => {
    const last = by("results").children.length;
    shown += STEP;
    show();
    by("results").children[last]?.querySelector("a")?.focus();
  });
  addEventListener("hashchange", recall);
  by("search").hidden = false;
  recall();
})();
