// Small comforts on top of pages that work without them: menus close on Escape, on a click elsewhere, and when left.
(() => {
  const open = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  // Signing out deletes the drafts that this browser keeps, whoever typed them; what was not sent is asked about first.
  document.addEventListener("submit", (event) => {
    const asks = event.target.dataset.signsOut;
    if (asks === undefined) return;
    const kept = Object.keys(localStorage).filter((key) => key.startsWith("comity:draft:"));
    if (kept.length && asks && !window.confirm(asks)) event.preventDefault();
    else for (const key of kept) localStorage.removeItem(key);
  });
  const summary = document.querySelector(".errors-on-top");
  if (summary) summary.focus();
})();
