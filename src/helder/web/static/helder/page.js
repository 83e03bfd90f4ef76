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

  // A link to pass on is copied; where the browser cannot, it opens.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-copy]");
    if (!link || !navigator.clipboard) return;
    event.preventDefault();
    await navigator.clipboard.writeText(link.href);
    document.getElementById("announce").textContent = link.dataset.copied;
    link.textContent = link.dataset.copied;
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

  // A link that opens the same view for a colleague.
  const copies = () => document.querySelectorAll("[data-copy-link][hidden]").forEach((one) => { one.hidden = !navigator.clipboard; });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-link]");
    if (!button) return;
    await navigator.clipboard.writeText(new URL(button.dataset.copyLink, location).href);
    document.getElementById("announce").textContent = button.textContent = button.dataset.said;
  });

  // An open board is told its tiles as they change; the page of a metric asks for itself again.
  let source = null;
  const listen = () => {
    const board = document.querySelector("[data-live]");
    const place = board && new URL(board.dataset.live, location).href;
    if (source && source.url === place && source.readyState !== EventSource.CLOSED) return;
    if (source) source.close();
    if (!place) return;
    let seen = board.dataset.seen ?? null; // what came after the page was made, and before it listens, counts too
    source = new EventSource(place);
    source.addEventListener("batch", (event) => {
      const anew = seen !== null && event.data !== seen;
      if (anew && board.hasAttribute("data-anew")) location.reload();
      else if (anew) htmx.trigger("#board", "helder:changed");
      seen = event.data;
    });
    source.addEventListener("tiles", (event) => {
      Object.entries(JSON.parse(event.data)).forEach(([id, html]) => replace(document.getElementById(id), html));
    });
    source.addEventListener("over", () => location.reload()); // no longer to be seen, or made anew
    source.addEventListener("open", () => document.documentElement.classList.add("connected"));
    source.addEventListener("error", () => document.documentElement.classList.remove("connected"));
  };

  // A tile keeps its open table and the focus within it.
  const replace = (old, html) => {
    if (!old) return;
    const made = document.createElement("template");
    made.innerHTML = html.trim();
    const now = made.content.firstElementChild;
    // The menu of a tile is what its reader may do with it, and stays as it is.
    const menu = old.querySelector(":scope > .tile-menu");
    if (menu) now?.querySelector(":scope > .tile-menu")?.replaceWith(menu.cloneNode(true));
    if (!now || now.isEqualNode(old)) return;
    old.querySelectorAll("details").forEach((one, i) => {
      const same = now.querySelectorAll("details")[i];
      if (same) same.open = one.open;
    });
    const within = [...old.querySelectorAll("a, summary, [tabindex]")];
    const focused = within.indexOf(document.activeElement);
    old.replaceWith(now);
    htmx.process(now);
    if (focused >= 0) [...now.querySelectorAll("a, summary, [tabindex]")][focused]?.focus();
  };

  listen();
  copies();
  document.addEventListener("htmx:afterSettle", () => { listen(); copies(); });
  addEventListener("pagehide", () => source && source.close());
})();
