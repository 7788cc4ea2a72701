// Select words of a negotiated text and propose in place: with the pointer, or word by word with the keyboard.
//
// * Each run of words says whose they are (data-on: 0 the provision's own, else a proposal's), the turn of its first
//   word (data-at), and the length of each (data-w), of the last in a bracket with the white space that stands after
//   the bracket. Nothing is cut or guessed here.
// * A choice is a provision, whose words, the first and the last. What is shown may be replaced by a live change at any
//   moment, so every step reads the page anew.
// * The forms are the node's; without this script the same forms stand on pages of their own.
(() => {
  const law = document.querySelector("article.law[data-live-region]");
  const bars = document.getElementById("chosen-bar");
  if (!law || !bars) return;
  const speaker = document.getElementById("say-word");
  const blank = document.getElementById("propose-form");
  const said = (name) => document.querySelector(`template[data-words="${name}"]`).content.textContent;
  const filled = (name, facts) => said(name).replace(/\{(\w+)\}/g, (_all, fact) => facts[fact] ?? "");
  const paint = typeof Highlight === "function" && CSS.highlights ? new Highlight() : null;
  if (paint) CSS.highlights.set("chosen", paint);
  let choice = null; // { id, on, first, last }
  let walk = null; // { id, anchor, at }: places in the list of all words that the page shows of one provision

  // The words of a provision, in the order in which they are read.
  const wordsOf = (id) => {
    const found = [];
    for (const run of document.getElementById(id)?.querySelectorAll("[data-w]") ?? []) {
      const node = run.firstChild;
      let from = 0;
      run.dataset.w.split(" ").forEach((length, turn) => {
        const text = node.data.slice(from, from + Number(length)).padEnd(Number(length));
        const to = from + text.trimEnd().length;
        found.push({ on: Number(run.dataset.on), at: Number(run.dataset.at) + turn, node, from, to, text });
        from += Number(length);
      });
    }
    return found;
  };
  const numberOf = (id) => document.querySelector(`#${id} .number`)?.textContent.trim() ?? "";
  const chosenWords = () =>
    choice
      ? wordsOf(choice.id).filter((word) => word.on === choice.on && word.at >= choice.first && word.at <= choice.last)
      : [];
  const quoted = (words) => words.map((word) => word.text).join("").trim();
  const speak = (words) => {
    speaker.textContent = words;
  };

  const show = () => {
    paint?.clear();
    const words = chosenWords();
    words.forEach((word, turn) => {
      const goesOn = words[turn + 1]?.node === word.node;
      const range = new Range();
      range.setStart(word.node, word.from);
      range.setEnd(word.node, goesOn ? words[turn + 1].from : word.to);
      paint?.add(range);
    });
    if (!paint && words.length) {
      const last = words.at(-1);
      getSelection().setBaseAndExtent(words[0].node, words[0].from, last.node, last.to);
    }
  };
  const choose = (id, words) => {
    const own = words.some((word) => word.on === 0) && words.some((word) => word.on !== 0) ? 0 : words[0].on;
    const kept = words.filter((word) => word.on === own);
    choice = { id, on: own, first: kept[0].at, last: kept.at(-1).at };
    show();
  };
  const clear = () => {
    choice = null;
    document.querySelector(".chosen")?.remove();
    paint?.clear();
  };

  // A live change puts a new paragraph in the place of the one that is shown: what was chosen in it is chosen again.
  new MutationObserver(() => {
    if (walk && document.activeElement === document.body) begin(walk.id, walk.at);
    else if (choice) show();
  }).observe(law, { childList: true });

  // The bar of what may be done with the words that are selected.
  const bar = () => {
    let made = document.querySelector(".chosen");
    if (!made) {
      law.after(document.importNode(bars.content, true));
      made = document.querySelector(".chosen");
      made.addEventListener("click", (event) => {
        const how = event.target.closest("button")?.dataset.how;
        if (how) act(how);
      });
    }
    made.querySelector("q").textContent = quoted(chosenWords());
    const closed = isClosed();
    for (const button of made.querySelectorAll("[data-how]")) {
      const amends = choice.on !== 0 && button.dataset.how === "agree";
      button.hidden = amends || (closed && !["who", "none"].includes(button.dataset.how));
    }
  };
  const isClosed = () => document.getElementById(choice.id)?.dataset.agreed !== undefined;
  const act = (how) => {
    if (how === "none") {
      const id = choice?.id;
      clear();
      getSelection().removeAllRanges();
      if (walk && id) document.getElementById(id)?.focus();
    } else if (how === "who") {
      tell();
    } else {
      open(how);
    }
  };

  // Who and when, of the words that are selected.
  const tell = async () => {
    const place = document.getElementById("who");
    const { id, on, first, last } = choice;
    const key = document.getElementById(id).dataset.provision;
    place.hidden = false;
    try {
      const address = new URL(`../${key}/words/?on=${on}&first=${first}&last=${last}`, location.href);
      const answer = await fetch(address, { headers: { "X-Comity-Part": "1" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const read = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.lastElementChild.replaceChildren(...document.importNode(read.body, true).childNodes);
    } catch {
      place.lastElementChild.textContent = said("lost");
    }
    place.focus();
  };

  // The form, in place, right after the provision.
  const open = (how, draft) => {
    if (!blank || !choice) return;
    const { id, on, first, last } = choice;
    const provision = document.getElementById(id);
    document.querySelector(".in-place")?.remove();
    provision.after(document.importNode(blank.content, true));
    const section = document.querySelector(".in-place");
    section.dataset.liveOwn = id;
    const form = section.querySelector("form");
    form.action = form.action.replace(/[0-9a-f]{16}(?=\/do\/)/, provision.dataset.provision);
    const parts = form.dataset.keep.split("/");
    form.dataset.keep = [parts[0], provision.dataset.provision, "words", ...(on ? [on] : [])].join("/");
    form.dataset.title = `${section.getAttribute("aria-label")} · ${numberOf(id)}`;
    form.dataset.page = `${location.pathname}#${id}`;
    offerWords(form, wordsOf(id).filter((word) => word.on === on));
    const held = { how: [how], first: [first], last: [last], on: [on], seen: [provision.dataset.seen] };
    const fields = { ...held, once: [name()], was: [quoted(chosenWords())] };
    comityDrafts.fill(form, { fields: stringly(fields) });
    if (draft) comityDrafts.fill(form, draft);
    else comityDrafts.restore(form);
    quote(form);
    suit(form);
    document.querySelector(".chosen")?.remove();
    comityDrafts.show();
    form.querySelector(WORDLESS.includes(form.elements.how.value) ? "[name=how]:checked" : "textarea").focus();
    section.scrollIntoView({ block: "nearest" });
  };
  const stringly = (fields) =>
    Object.fromEntries(Object.entries(fields).map(([field, values]) => [field, values.map(String)]));
  const name = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16)).join("");
  const offerWords = (form, words) => {
    for (const field of [form.elements.first, form.elements.last]) {
      field.replaceChildren(...words.map((word) => new Option(`${word.at + 1} · ${word.text.trim()}`, word.at)));
    }
  };
  const quote = (form) => {
    const place = form.querySelector(".quoted");
    if (!place) return;
    place.hidden = false;
    place.querySelector("q").textContent = form.elements.was.value;
  };
  document.addEventListener("comity:form", (event) => {
    if (!event.target.closest(".in-place")) return;
    quote(event.target);
    suit(event.target);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.closest(".in-place") && event.target.name === "how") suit(form);
  });
  const WORDLESS = ["delete", "bracket", "agree"];
  const suit = (form) => {
    form.elements.words.closest(".field").hidden = WORDLESS.includes(form.elements.how.value);
  };
  law.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) {
      const section = event.target.closest(".in-place");
      const id = section.dataset.liveOwn;
      section.remove();
      comityDrafts.show();
      begin(id);
    }
  });

  // With the pointer: the words that a selection touches, of the provision in which it begins.
  let pause;
  document.addEventListener("selectionchange", () => {
    clearTimeout(pause);
    pause = setTimeout(touched, 250);
  });
  const touched = () => {
    const selected = getSelection();
    if (!selected.rangeCount || selected.isCollapsed) return;
    const range = selected.getRangeAt(0);
    const begins = range.startContainer.parentElement?.closest("p[data-provision]");
    if (!begins || !law.contains(begins)) return;
    const words = wordsOf(begins.id).filter((word) => overlaps(range, word));
    if (!words.length) return;
    choose(begins.id, words);
    const ends = range.endContainer.parentElement?.closest("p[data-provision]");
    bar();
    if (ends && ends !== begins) speak(filled("one", { number: numberOf(begins.id) }));
    else if (isClosed()) speak(said("agreed"));
  };
  const overlaps = (range, word) =>
    word.to > word.from &&
    range.comparePoint(word.node, word.from + 1) <= 0 &&
    range.comparePoint(word.node, word.to - 1) >= 0;

  // With the keyboard: one provision at a time, word by word.
  const begin = (id, at = 0) => {
    const provision = document.getElementById(id);
    const words = wordsOf(id);
    if (!provision || !words.length) return;
    walk = { id, anchor: at, at };
    provision.tabIndex = -1;
    provision.setAttribute("role", "application");
    provision.setAttribute("aria-roledescription", said("role"));
    provision.setAttribute("aria-label", filled("help", { number: numberOf(id) }));
    provision.focus();
    step(at, false, words);
  };
  const leave = () => {
    const provision = walk && document.getElementById(walk.id);
    walk = null;
    if (!provision) return;
    for (const attribute of ["tabindex", "role", "aria-roledescription", "aria-label"]) {
      provision.removeAttribute(attribute);
    }
  };
  const step = (to, extending, words = wordsOf(walk.id)) => {
    let at = Math.max(0, Math.min(words.length - 1, to));
    if (extending) {
      const way = Math.sign(at - walk.at) || 1;
      while (words[at] && words[at].on !== words[walk.anchor].on) at += way;
      if (!words[at]) return;
    }
    walk.at = at;
    if (!extending) walk.anchor = at;
    const [from, till] = [Math.min(walk.anchor, at), Math.max(walk.anchor, at)];
    choose(walk.id, words.slice(from, till + 1).filter((word) => word.on === words[walk.anchor].on));
    const bracket = words[at].node.parentElement.closest(".br")?.getAttribute("aria-label");
    const one = [words[at].text.trim(), bracket].filter(Boolean).join(", ");
    const count = chosenWords().length;
    bar();
    words[at].node.parentElement.closest("p").scrollIntoView({ block: "nearest" });
    speak(count > 1 ? filled("chosen", { words: quoted(chosenWords()), count }) : one);
  };
  const neighbour = (id, way) => {
    const every = [...law.querySelectorAll("p[data-provision]")].filter((each) => wordsOf(each.id).length);
    return every[every.findIndex((each) => each.id === id) + way];
  };
  const KEYS = { Enter: "replace", Delete: "delete", Backspace: "delete", "[": "bracket", "?": "who" };
  law.addEventListener("keydown", (event) => {
    if (!walk || event.target.id !== walk.id) return;
    const words = wordsOf(walk.id);
    const on = law.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = law.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    const places = { [on]: walk.at + 1, [back]: walk.at - 1, Home: 0, End: words.length - 1 };
    if (event.key in places) {
      step(places[event.key], event.shiftKey, words);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = neighbour(walk.id, event.key === "ArrowDown" ? 1 : -1);
      if (!next) return;
      leave();
      begin(next.id);
    } else if (event.key === "Escape") {
      const { id } = walk;
      clear();
      leave();
      law.querySelector(`details[data-live-own="${id}"] summary`)?.focus();
    } else if (event.key in KEYS && choice) {
      if (isClosed() && KEYS[event.key] !== "who") speak(said("agreed"));
      else act(KEYS[event.key]);
    } else {
      return;
    }
    event.preventDefault();
  });
  law.addEventListener("focusout", (event) => {
    if (walk && event.target.id === walk.id) leave();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-choose], [data-draft]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.draft) return takeUp(link.dataset.draft, event);
    const id = link.dataset.choose === "first" ? firstFree()?.id : link.dataset.choose;
    if (!id || !wordsOf(id).length) return;
    event.preventDefault();
    begin(id);
  });
  const firstFree = () =>
    [...law.querySelectorAll("p[data-provision]")].find(
      (each) => each.dataset.agreed === undefined && !each.querySelector("strong.number") && wordsOf(each.id).length,
    ) ?? law.querySelector("p[data-provision]");

  // A draft on words of this page is taken up in place.
  const takeUp = (key, event) => {
    const draft = comityDrafts.read(key);
    const [, provision, what] = key.split(":").at(-1).split("/");
    const id = `p-${provision}`;
    if (!draft || what !== "words" || !document.getElementById(id)) return;
    event.preventDefault();
    const [on, first, last] = ["on", "first", "last"].map((field) => Number(draft.fields[field]?.[0] ?? 0));
    choice = { id, on, first, last };
    open(draft.fields.how?.[0] ?? "replace", draft);
    show();
  };
})();
