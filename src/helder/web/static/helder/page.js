// What every page gains with JavaScript; each works without.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const toggle = document.querySelector("[data-theme-toggle]");
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const now = root.dataset.theme || (dark.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    localStorage.setItem("helder-theme", root.dataset.theme);
  });

  // A choice in a marked form is sent at once; its button is for those without JavaScript.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-at-once]");
    if (form) form.requestSubmit();
  });

  // A menu closes on Escape and on a click elsewhere.
  const close = (except) =>
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!except || !menu.contains(except)) menu.open = false;
    });
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement.closest("details.menu[open]");
    close();
    if (menu) menu.querySelector("summary").focus();
  });

  // An open board asks again when the store has changed.
  const board = document.querySelector("[data-live]");
  if (board) {
    let seen = null;
    const source = new EventSource(board.dataset.live);
    source.addEventListener("batch", (event) => {
      if (seen !== null && event.data !== seen) htmx.trigger("#board", "helder:changed");
      seen = event.data;
    });
    source.addEventListener("open", () => board.classList.add("connected"));
    source.addEventListener("error", () => board.classList.remove("connected"));
    addEventListener("pagehide", () => source.close());
  }
})();
