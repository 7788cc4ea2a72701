// What is typed into a form that bears data-keep is kept in this browser until the node has entered it.
//
// * Kept for one person, one provision, one act: a reload, a crash, a lost connection or an expired session loses nothing.
// * A form that could not be sent waits, visibly, and goes as soon as there is a connection. Each bears a name of its own
//   ("once"), by which the node takes it once, even if the answer to the first sending was lost.
// * A refusal keeps what was typed and says why. Signing out deletes every draft, after asking.
const comityDrafts = (() => {
  const PREFIX = "comity:draft:";
  const PART = { "X-Comity-Part": "1" };
  const PATIENCE = 15000;
  const OWN = new Set(["csrfmiddlewaretoken", "step"]);
  const panel = document.getElementById("drafts");
  if (!panel) return null;
  const mine = `${PREFIX}${panel.dataset.person}:`;
  const said = (name) => document.querySelector(`template[data-said="${name}"]`)?.content.textContent ?? "";

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (key, draft) => {
    try {
      localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      return; // no room, or no leave to keep anything: the page itself still holds what was typed
    }
  };
  const keyOf = (form) => mine + form.dataset.keep;
  const all = () => Object.keys(localStorage).filter((key) => key.startsWith(mine)).sort();

  const typed = (form) => {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (!OWN.has(name) && typeof value === "string") (fields[name] ??= []).push(value);
    }
    return fields;
  };
  const say = (form, name) => {
    const place = form?.querySelector(".kept");
    if (place) place.textContent = said(name);
    if (place) place.dataset.state = name;
  };

  const keep = (form, state = "typed") => {
    const draft = { fields: typed(form), action: form.action, title: form.dataset.title, at: Date.now(), state };
    draft.page = form.dataset.page || location.pathname + location.search;
    write(keyOf(form), draft);
    return draft;
  };
  const forget = (key) => {
    localStorage.removeItem(key);
    show();
  };

  const fill = (form, draft) => {
    for (const [name, values] of Object.entries(draft.fields)) {
      const held = form.elements[name];
      const fields = held === undefined ? [] : held instanceof RadioNodeList ? [...held] : [held];
      for (const field of fields) {
        if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
        else field.value = values[0];
      }
    }
  };

  const formOf = (key) => [...document.forms].find((form) => form.dataset.keep && keyOf(form) === key);
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

  const post = (draft, step) => {
    const body = new URLSearchParams();
    for (const [name, values] of Object.entries(draft.fields)) for (const value of values) body.append(name, value);
    body.append("csrfmiddlewaretoken", token());
    body.append("step", step);
    return fetch(draft.action, { method: "POST", body, headers: PART, credentials: "same-origin" });
  };

  // Put the node's own form in the place of the one that was sent: with the preview, or with what is wrong.
  const replace = async (form, answer) => {
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form.deed");
    if (!made) return null;
    const fresh = document.importNode(made, true);
    if (form.dataset.page) fresh.dataset.page = form.dataset.page;
    form.replaceWith(fresh);
    fresh.dispatchEvent(new CustomEvent("comity:form", { bubbles: true }));
    (fresh.querySelector(".errors-on-top") ?? fresh.querySelector(".tried"))?.focus();
    return fresh;
  };

  const sending = new Set();
  const deliver = async (key) => {
    const draft = read(key);
    if (!draft || sending.has(key)) return;
    sending.add(key);
    const form = formOf(key);
    say(form, "sending");
    try {
      const answer = await post(draft, "enter");
      await answered(key, draft, answer);
    } catch {
      stays(key, draft, "waiting");
    } finally {
      sending.delete(key);
      show();
    }
  };
  const stays = (key, draft, state) => {
    write(key, { ...draft, state });
    say(formOf(key), state);
  };
  const answered = async (key, draft, answer) => {
    const form = formOf(key);
    if (answer.status === 201) {
      localStorage.removeItem(key);
      const there = new URL(answer.headers.get("Location"), location.href);
      if (form) return arrive(there);
      panel.dataset.sent = there.href;
    } else if (answer.redirected || answer.status === 401) {
      stays(key, draft, "signed-out");
    } else if (answer.status >= 500) {
      stays(key, draft, "waiting");
    } else {
      stays(key, draft, "refused");
      if (form && (answer.status === 409 || answer.status === 422)) {
        const fresh = await replace(form, answer);
        if (fresh) keep(fresh, "refused");
        say(fresh, "refused");
      }
    }
  };
  const arrive = (there) => {
    const here = there.pathname === location.pathname && there.search === location.search;
    location.href = there.href;
    if (here) location.reload();
  };
  const deliverAll = () => {
    for (const key of all()) if (["waiting", "signed-out"].includes(read(key)?.state)) deliver(key);
  };

  const look = async (form) => {
    const draft = keep(form);
    try {
      const answer = await post(draft, "look");
      if (answer.redirected) return say(form, "signed-out");
      const fresh = await replace(form, answer);
      if (fresh) keep(fresh);
    } catch {
      say(form, "unseen");
    }
  };

  // The list of what is kept; the page that knows how takes a draft up in place.
  const show = () => {
    const list = panel.querySelector("ul");
    const rows = all().map((key) => [key, read(key)]).filter(([key, draft]) => draft && !formOf(key));
    list.replaceChildren(...rows.map(([key, draft]) => row(key, draft)));
    if (panel.dataset.sent) list.append(sentRow(panel.dataset.sent));
    panel.hidden = list.childElementCount === 0;
  };
  const sentRow = (address) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = said("sent");
    item.append(link);
    return item;
  };
  const row = (key, draft) => {
    const item = document.createElement("li");
    const goOn = document.createElement("a");
    goOn.href = draft.page;
    goOn.textContent = said("continue");
    goOn.className = "button quiet small";
    goOn.dataset.draft = key;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "button danger small";
    drop.textContent = said("discard");
    drop.addEventListener("click", () => forget(key));
    const title = document.createElement("bdi");
    title.textContent = draft.title;
    const words = document.createElement("span");
    words.className = "small soft";
    words.dataset.state = draft.state;
    words.textContent = said(draft.state);
    const buttons = document.createElement("div");
    buttons.className = "row";
    buttons.append(goOn, drop);
    item.append(title, " ", words, buttons);
    return item;
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.keep) return;
    keep(form);
    say(form, "kept");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.keep) return;
    event.preventDefault();
    if (event.submitter?.value === "look") {
      look(form);
    } else {
      keep(form, "waiting");
      deliver(keyOf(form));
    }
  });
  window.addEventListener("online", deliverAll);
  setInterval(deliverAll, PATIENCE);

  // A page that the node sent with an answer in it shows that answer; any other shows what was typed before.
  const restore = (form) => {
    const draft = read(keyOf(form));
    if (!draft || form.querySelector(".errors-on-top, .tried")) return;
    fill(form, draft);
    say(form, draft.state === "typed" ? "restored" : draft.state);
  };
  for (const form of document.forms) if (form.dataset.keep) restore(form);
  show();
  deliverAll();
  return { read, fill, keep, restore, show, keyOf, said };
})();
