"use strict";
/* Filter, search, groups and links to single findings. The page says everything without this script;
   print ignores what is filtered out or grouped. Reads only marks and text, writes only classes, text
   and the headings of groups. Nothing is made before somebody opens the filter or follows a link. */
(() => {
  const panel = document.getElementById("filter-panel");
  if (!panel) return;
  const text = document.getElementById("filter-text");
  const group = document.getElementById("filter-group");
  const titles = document.getElementById("filter-titles");
  const selects = [...panel.querySelectorAll("select")].filter((select) => select !== group);
  const count = document.getElementById("filter-count");
  const clear = document.getElementById("filter-clear");
  const say = (where, words) => { if (where.textContent !== words) where.textContent = words; };
  const plain = (words) => words.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  const wanted = () => selects.map((select) => select.value).filter(Boolean);
  const searched = () => text.value.trim().split(/\s+/).map(plain).filter(Boolean);
  const brief = () => document.documentElement.classList.contains("titles");
  const shorten = (on) => {
    document.documentElement.classList.toggle("titles", on);
    titles.setAttribute("aria-pressed", String(on));
  };
  const filtering = () => wanted().length > 0 || searched().length > 0;

  const make = () => {
    /* One unit is a card, an open item or a working paper; a paper may hold several results. */
    const of = document.getElementById("filter").dataset, names = of.names.split(" ");
    const told = of.marks.split(",").map((marks) => marks.split(" ").map((at) => names[at]));
    const units = [...document.querySelectorAll(".unit")].map((box) => {
      const parts = box.dataset.marks === undefined ? [...box.querySelectorAll("[data-marks]")] : [box];
      return { box, chapter: box.closest(".chapter"), parts, marks: parts.map((part) => told[part.dataset.marks]), words: null };
    });
    const chapters = [...new Set(units.map((unit) => unit.chapter))].map((chapter) => ({
      chapter, title: chapter.querySelector("h2").lastChild.textContent, note: chapter.querySelector(".filtered"),
    }));
    /* Headings and tables that are empty when all that follows, or all they hold, is filtered out. */
    const headings = [...document.querySelectorAll(".paper-chapter")].map((heading) => {
      const under = [];
      for (let next = heading.nextElementSibling; next && !next.matches(".paper-chapter"); next = next.nextElementSibling) under.push(next);
      return { heading, under, within: units.filter((unit) => under.some((one) => one.contains(unit.box))) };
    });

    /* Every choice says how much it would leave beside the other choices. */
    const offers = selects.flatMap((select) => [...select.options].filter((option) => option.value)
      .map((option) => ({ select, option, label: option.textContent })));
    const offer = (want) => {
      for (const { select, option, label } of offers) {
        const others = want.filter((mark) => mark !== select.value);
        const left = units.filter(({ found, marks }) => found && marks.some((own) => own.includes(option.value) && others.every((mark) => own.includes(mark))));
        say(option, `${label}（${left.length}）`);
      }
    };

    /* What can be grouped: the cards and open items, each list in its own place and own order. */
    const cards = units.filter((unit) => ["breaches", "open"].includes(unit.chapter.id));
    const lists = [...new Set(cards.map((unit) => unit.box.parentNode))]
      .map((parent) => ({ parent, list: cards.filter((unit) => unit.box.parentNode === parent) }))
      .map(({ parent, list }) => ({ list, parent, end: list[list.length - 1].box.nextSibling }));
    /* What is said once for a list goes when nothing of the list is left. */
    const sections = [...document.querySelectorAll(".undecided")].map((section) => ({ section, within: units.filter((unit) => section.contains(unit.box)) }));
    let heads = [];
    const arrange = (by) => {
      for (const { head } of heads) head.remove();
      heads = [];
      const groups = offers.filter(({ select }) => select.name === by);
      for (const { list, parent, end } of lists) {
        const left = new Set(list);
        const put = (label, members) => {
          if (!members.length) return;
          if (label) {
            const head = document.createElement("h3");
            head.className = "group-head";
            parent.insertBefore(head, end);
            heads.push({ head, label, members });
          }
          for (const unit of members) { left.delete(unit); parent.insertBefore(unit.box, end); }
        };
        for (const { option, label } of groups) put(label, [...left].filter((unit) => unit.marks[0].includes(option.value)));
        put(groups.length ? "未定" : "", [...left]);
      }
    };


    const apply = () => {
      const want = wanted();
      const words = searched();
      const on = want.length + words.length > 0;
      for (const unit of units) {
        if (words.length && unit.words === null) unit.words = plain(unit.box.textContent);
        unit.found = words.every((word) => unit.words.includes(word));
        const fits = unit.marks.map((marks) => unit.found && want.every((mark) => marks.includes(mark)));
        unit.shown = fits.includes(true);
        unit.box.classList.toggle("off", !unit.shown);
        if (unit.parts[0] !== unit.box) unit.parts.forEach((part, n) => part.classList.toggle("off", !fits[n]));
      }
      for (const { heading, under, within } of headings) {
        const empty = !within.some((unit) => unit.shown);
        heading.classList.toggle("off", empty);
        for (const one of under) if (one.matches(".scroll")) one.classList.toggle("off", empty);
      }
      for (const { section, within } of sections) section.classList.toggle("off", !within.some((unit) => unit.shown));
      for (const { head, label, members } of heads) {
        const seen = members.filter((unit) => unit.shown).length;
        head.classList.toggle("off", !seen);
        say(head, `${label}（${seen}处）`);
      }
      for (const { chapter, note } of chapters) {
        const own = units.filter((unit) => unit.chapter === chapter);
        say(note, on ? `已筛选：本章${own.length}处，显示${own.filter((unit) => unit.shown).length}处。打印时全部列出。` : "");
      }
      const shown = units.filter((unit) => unit.shown);
      say(count, on
        ? `显示${shown.length}处，共${units.length}处（${chapters.map(({ chapter, title }) => `${title}${shown.filter((unit) => unit.chapter === chapter).length}`).join("，")}）`
        : `共${units.length}处`);
      offer(want);
      clear.disabled = !on && !group.value && !brief();
    };
    return { apply, arrange };
  };
  let made = null;
  const page = () => (made ??= make());

  /* The address: #finding?status=…&q=…, either part may be missing. */
  const address = () => {
    const hash = location.hash.slice(1);
    const cut = hash.indexOf("?");
    let id = cut < 0 ? hash : hash.slice(0, cut);
    try { id = decodeURIComponent(id); } catch { /* a lone % stands for itself */ }
    return { id, state: cut < 0 ? null : new URLSearchParams(hash.slice(cut + 1)) };
  };
  const keep = () => {
    const state = new URLSearchParams();
    for (const select of selects) if (select.value) state.set(select.name, select.value);
    if (text.value.trim()) state.set("q", text.value.trim());
    if (group.value) state.set("group", group.value);
    if (brief()) state.set("titles", "1");
    const asked = state.toString();
    const hash = `#${encodeURIComponent(address().id)}${asked ? `?${asked}` : ""}`;
    if (hash !== location.hash) history.replaceState(null, "", hash);
  };
  /* A link made when a room stood for itself, or did not, still finds its obligation. */
  const target = (id) => {
    if (!id) return null;
    const exact = document.getElementById(id);
    if (exact || !id.startsWith("f-")) return exact;
    const all = [...document.querySelectorAll("[id^='f-']")];
    const near = all.filter((one) => id.startsWith(`${one.id}-`)).sort((a, b) => b.id.length - a.id.length);
    return near[0] || all.find((one) => one.id.startsWith(`${id}-`)) || null;
  };
  const choose = (select, value) => { select.value = [...select.options].some((option) => option.value === value) ? value : ""; };
  const reset = () => { text.value = ""; for (const select of selects) select.value = ""; };
  const restore = () => {
    const { id, state } = address();
    if (state) {
      reset();
      text.value = state.get("q") || "";
      for (const select of [...selects, group]) choose(select, state.get(select.name) || "");
      shorten(state.get("titles") === "1");
      page().arrange(group.value);
      if (filtering() || group.value || brief()) panel.open = true;
    }
    if (made || state) page().apply();
    for (const old of document.querySelectorAll(".aimed")) old.classList.remove("aimed");
    const aim = target(id);
    if (aim) {
      if (aim.closest(".off")) { reset(); page().apply(); }
      for (let around = aim.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
      if (id.startsWith("f-")) aim.closest(".result, .unit").classList.add("aimed");
      aim.scrollIntoView();
    }
    keep();
  };

  document.documentElement.classList.add("scripted");
  let pending = 0;
  const later = () => { clearTimeout(pending); pending = setTimeout(() => { page().apply(); keep(); }, 150); };
  text.addEventListener("input", later);
  for (const select of selects) select.addEventListener("change", () => { page().apply(); keep(); });
  group.addEventListener("change", () => { page().arrange(group.value); page().apply(); keep(); });
  titles.addEventListener("click", () => { shorten(!brief()); page().apply(); keep(); });
  clear.addEventListener("click", () => { reset(); choose(group, ""); page().arrange(""); shorten(false); page().apply(); keep(); text.focus(); });
  text.addEventListener("keydown", (event) => { if (event.key === "Escape") { text.value = ""; later(); } });
  panel.addEventListener("toggle", () => { if (panel.open && !made) page().apply(); });
  addEventListener("beforeprint", () => { if (made) made.arrange(""); });
  addEventListener("afterprint", () => { if (made) { made.arrange(group.value); made.apply(); } });
  addEventListener("hashchange", restore);
  if (location.hash) restore();
})();
