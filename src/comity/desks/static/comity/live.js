// What changes on a page reaches whoever reads it, without asking, and without disturbing whoever writes on it.
//
// * A region (data-live-region) holds pieces; each has an id and is the same for all readers of the page.
// * What belongs to this reader alone, such as forms, is marked data-live-own. It is never replaced while it is being used:
//   the reader is told that the words have changed. Otherwise it is asked for anew when it is next opened.
// * Where no stream is, or it breaks off, the page asks from time to time.
(() => {
  const page = document.getElementById("live");
  if (!page) return;
  const { stream, changes } = page.dataset;
  const ASKED = 15000, SHOWN = 6000, NEW = "just-changed";
  let version = Number(page.dataset.version), source = null, asking = 0;
  const waiting = new Map(); // pieces that are new, where the reader has words selected

  const text = (name) => document.querySelector(`template[data-live-text="${name}"]`);
  const show = (state) => {
    for (const each of document.querySelectorAll("[data-live-state]")) each.hidden = each.dataset.liveState !== state;
  };
  const parsed = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.firstElementChild;
  };

  // Pieces, and what stands with them until the next one.
  const isPiece = (element) => /^(p|card)-|^standing$|^room-heading$/.test(element.id);
  const withAll = (element) => {
    const all = [element];
    for (let next = element.nextElementSibling; next && !isPiece(next); next = next.nextElementSibling) all.push(next);
    return all;
  };
  const ownOf = (element) => [
    ...element.querySelectorAll("[data-live-own]"),
    ...document.querySelectorAll(`[data-live-own="${CSS.escape(element.id)}"]`),
  ];
  const isInUse = (own) =>
    own.contains(document.activeElement) ||
    [...own.querySelectorAll("input, textarea, select")].some((field) =>
      field.matches("select") ? [...field.options].some((one) => one.selected !== one.defaultSelected)
        : field.matches("[type=checkbox], [type=radio]") ? field.checked !== field.defaultChecked
        : field.type !== "hidden" && field.value !== field.defaultValue);
  const hasSelection = (element) => {
    const chosen = getSelection();
    return chosen && !chosen.isCollapsed && chosen.containsNode(element, true);
  };

  const shared = (element) => {
    const copy = element.cloneNode(true);
    for (const own of copy.querySelectorAll("[data-live-own], [data-live-offer]")) own.remove();
    copy.classList.remove(NEW);
    return (copy.className + copy.innerHTML).replace(/\s+/g, " ").trim();
  };
  const replace = (element, html) => {
    const fresh = parsed(html);
    if (shared(element) === shared(fresh)) return false;
    if (hasSelection(element)) {
      waiting.set(element.id, html);
      return false;
    }
    const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
    for (const name of element.getAttributeNames()) if (!fresh.hasAttribute(name)) element.removeAttribute(name);
    for (const name of fresh.getAttributeNames()) element.setAttribute(name, fresh.getAttribute(name));
    for (const node of [...element.childNodes]) if (!node.matches?.("[data-live-own], [data-live-offer]")) node.remove();
    element.prepend(...fresh.childNodes);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    ownOf(element).forEach(outdate);
    return true;
  };
  const outdate = (own) => {
    const folds = "open" in own; // what does not fold is open as long as it stands
    own.dataset.liveStale = "";
    if (folds && !own.open) return;
    if (folds && !isInUse(own)) return void setTimeout(renew, Math.random() * 3000, own);
    if (own.querySelector("[data-live-told]")) return;
    const told = document.createElement("p");
    told.className = "notice open";
    told.dataset.liveTold = "";
    told.setAttribute("role", "status");
    if (folds) own.querySelector("summary").after(told);
    else own.prepend(told);
    told.append(text("writing").content.cloneNode(true));
  };

  // What belongs to this reader is asked for from the page itself.
  const ownParts = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };
  const renew = async (own) => {
    if (!own.isConnected || isInUse(own)) return;
    const piece = own.closest("[id^=card-]"), name = own.dataset.liveOwn;
    const whole = await ownParts();
    const fresh = piece ? whole.getElementById(piece.id)?.querySelector("[data-live-own]")
      : whole.querySelector(`[data-live-own="${CSS.escape(name)}"]`);
    if (!fresh || isInUse(own)) return;
    fresh.open = own.open;
    own.replaceWith(document.adoptNode(fresh));
    tell([piece ? piece.id : name]);
  };
  document.addEventListener("toggle", (event) => {
    const own = event.target;
    if (own.open && own.dataset && "liveStale" in own.dataset) renew(own);
  }, true);
  const offer = (element) => {
    if (!document.querySelector("[data-live-own]")) return;
    const holder = document.createElement("p");
    holder.dataset.liveOffer = "";
    holder.append(text("fresh").content.cloneNode(true));
    holder.querySelector("button").addEventListener("click", async () => {
      const whole = await ownParts(), there = whole.getElementById(element.id);
      const fresh = there?.querySelector("[data-live-own]") || whole.querySelector(`[data-live-own="${CSS.escape(element.id)}"]`);
      if (!fresh) return void holder.remove();
      holder.replaceWith(document.adoptNode(fresh));
      fresh.open = true;
      fresh.querySelector("summary")?.focus();
      tell([element.id]);
    });
    if (element.matches("li")) element.append(holder);
    else element.after(holder);
  };

  const lay = (region, told) => {
    const known = new Map([...region.children].filter(isPiece).map((each) => [each.id, each]));
    const inPart = region.hasAttribute("data-live-part"), changed = [];
    for (const [id, element] of known) {
      if (!told.order.includes(id)) for (const each of withAll(element)) if (!("liveOwn" in each.dataset && isInUse(each))) each.remove();
    }
    let before = null;
    for (const id of told.order) {
      const html = told.pieces[id], element = known.get(id);
      if (element) {
        if (html !== undefined && replace(element, html)) changed.push(element);
        if (before && !(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) withAll(before).at(-1).after(...withAll(element));
        before = element;
      } else if (html !== undefined && !inPart) {
        const fresh = parsed(html);
        if (before) withAll(before).at(-1).after(fresh);
        else region.prepend(fresh);
        offer(fresh);
        changed.push(fresh);
        before = fresh;
      }
    }
    return told.order.some((id) => known.has(id)) ? changed : []; // another page is no change of this one
  };

  const labelOf = (element) => {
    const copy = element.cloneNode(true), number = copy.querySelector(".number");
    for (const aside of copy.querySelectorAll(".by, del")) aside.remove();
    return number ? number.textContent.trim() : `${copy.textContent.trim().split(/\s+/).slice(0, 4).join(" ")} …`;
  };
  const tell = (ids) => document.dispatchEvent(new CustomEvent("comity:changed", { detail: { ids } }));
  const take = (told) => {
    if (told.gone) return void show("gone");
    if (!told.regions || told.version <= version) return;
    version = told.version;
    let law = [], all = [];
    for (const region of document.querySelectorAll("[data-live-region]")) {
      const news = told.regions[region.dataset.liveRegion];
      if (!news) continue;
      const changed = lay(region, news);
      all = all.concat(changed);
      if (region.dataset.liveRegion === "law") law = changed;
    }
    for (const each of all) {
      each.classList.add(NEW);
      setTimeout(() => each.classList.remove(NEW), SHOWN);
    }
    if (law.length) {
      document.querySelector("[data-live-said]").textContent =
        text("changed").content.textContent.replace("{provisions}", law.map(labelOf).join(", "));
    }
    tell(all.map((each) => each.id));
  };
  document.addEventListener("selectionchange", () => {
    for (const [id, html] of waiting) {
      const element = document.getElementById(id);
      if (element && hasSelection(element)) continue;
      waiting.delete(id);
      if (element) replace(element, html), tell([id]);
    }
  });

  // How changes come: by the stream; else by asking.
  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${changes}?since=${version}`, { headers: { "If-None-Match": `"${version}"` }, redirect: "error" });
      if (answer.status === 403) return void end();
      if (answer.ok) take(await answer.json());
      show("asking");
    } catch {
      show("lost");
    }
  };
  const askOften = () => {
    if (!asking) asking = setInterval(ask, ASKED + Math.random() * ASKED / 3);
  };
  const end = () => {
    source?.close();
    clearInterval(asking);
    show("ended");
  };
  const follow = () => {
    source = new EventSource(`${stream}?since=${version}`, { withCredentials: true });
    source.addEventListener("open", () => {
      clearInterval(asking);
      asking = 0;
      show("on");
    });
    source.addEventListener("change", (event) => take(JSON.parse(event.data)));
    source.addEventListener("ended", end);
    source.addEventListener("error", () => {
      show(source.readyState === EventSource.CLOSED ? "asking" : "lost");
      askOften();
    });
  };
  if (stream) follow();
  else askOften(), show("asking");
})();
