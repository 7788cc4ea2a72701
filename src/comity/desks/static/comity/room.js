// The room screen: dark or light, larger or smaller, the whole screen; and the secretariat's cursor without a new page.
(() => {
  const room = document.getElementById("room");
  if (!room) return;
  const root = document.documentElement, SIZES = 6, KEY = "comity-room";
  const kept = { scheme: "", size: 2, ...JSON.parse(localStorage.getItem(KEY) || "{}") };
  const set = (change) => {
    Object.assign(kept, change);
    localStorage.setItem(KEY, JSON.stringify(kept));
    root.classList.toggle("dark", kept.scheme === "dark");
    root.classList.toggle("light", kept.scheme === "light");
    room.dataset.size = kept.size;
  };
  const isDark = () => (kept.scheme ? kept.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const DEEDS = {
    scheme: () => set({ scheme: isDark() ? "light" : "dark" }),
    larger: () => set({ size: Math.min(SIZES, kept.size + 1) }),
    smaller: () => set({ size: Math.max(1, kept.size - 1) }),
    full: () => (document.fullscreenElement ? document.exitFullscreen() : room.requestFullscreen()),
  };
  set({});
  for (const tools of room.querySelectorAll("[data-room-tools]")) tools.hidden = false;
  for (const button of room.querySelectorAll("button[data-room]")) button.addEventListener("click", DEEDS[button.dataset.room]);

  document.addEventListener("submit", async (event) => {
    const point = event.target.closest("#point");
    if (!point) return;
    event.preventDefault();
    const form = event.target, place = [...point.querySelectorAll("button")].indexOf(event.submitter);
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) });
    if (!answer.ok) return void location.reload();
    const whole = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["point", "messages"]) document.getElementById(id).replaceWith(document.adoptNode(whole.getElementById(id)));
    document.getElementById("point").querySelectorAll("button")[place]?.focus();
  });
})();
