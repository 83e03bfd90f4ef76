// Placing and sizing the tiles of a draft by pointer and by keyboard. Every act is also a button of a form, which works without.
(() => {
  const draft = () => document.getElementById("draft");
  const tileOf = (element) => element?.closest?.("[data-tile]");
  const WIDEST = 12, NARROWEST = 2, TALLEST = 8;

  // Acts are sent one after the other, each on what the one before has made.
  let queue = Promise.resolve();
  const send = (given) => (queue = queue.then(() => act(given)).catch(() => 0));
  const act = async (given) => {
    const token = draft().querySelector("[name=csrfmiddlewaretoken]").value;
    let place = () => {};
    draft().addEventListener("htmx:beforeSwap", () => { place = kept(); }, { once: true });
    const values = { ...given, step: draft().dataset.step, csrfmiddlewaretoken: token };
    await htmx.ajax("POST", draft().dataset.arrange, { target: "#draft", swap: "outerHTML show:none", values });
    await new Promise((done) => setTimeout(done, 30)); // htmx settles a moment after it has swapped
    place();
  };

  // What is focused and which menus are open, to be so again on what replaces them.
  const kept = () => {
    const focused = document.activeElement?.id;
    const open = [...draft().querySelectorAll("details.menu[open]")].map((one) => one.id).filter(Boolean);
    return () => {
      open.forEach((id) => { const one = document.getElementById(id); if (one) one.open = true; });
      const again = focused && document.getElementById(focused);
      const lost = document.activeElement === document.body; // else it is on the same again, or moved on since
      if (lost) (again ?? document.getElementById("add-tile"))?.focus({ preventScroll: true });
      if (again && document.activeElement === again) again.scrollIntoView({ block: "nearest" });
    };
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-arrange-form]");
    if (!form || !draft()) return;
    event.preventDefault();
    const given = Object.fromEntries(new FormData(form, event.submitter));
    const button = event.submitter ?? form.querySelector("[name=act]");
    send({ ...given, act: button.value });
  });

  const ARROWS = {
    ArrowLeft: ["earlier", "narrower"], ArrowRight: ["later", "wider"],
    ArrowUp: ["section-before", "shorter"], ArrowDown: ["section-after", "taller"],
  };
  document.addEventListener("keydown", (event) => {
    if (!draft()) return;
    const handle = event.target.closest?.("[data-handle]");
    if (handle && ARROWS[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      send({ act: ARROWS[event.key][event.shiftKey ? 1 : 0], tile: tileOf(handle).dataset.tile });
    } else if (handle && event.key === "Delete") {
      event.preventDefault();
      send({ act: "remove", tile: tileOf(handle).dataset.tile });
    } else if (handle && event.key === "Enter") {
      event.preventDefault();
      tileOf(handle).querySelector("[data-open]").click();
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.target.closest("input, textarea, select")) {
      event.preventDefault();
      send({ act: event.shiftKey ? "redo" : "undo" });
    }
  });

  const classed = (tile, width, height) => {
    [...tile.classList].filter((name) => /^(wide|tall)-\d+$/.test(name)).forEach((name) => tile.classList.remove(name));
    tile.classList.add(`wide-${width}`, `tall-${height}`);
  };
  const between = (value, least, most) => Math.min(Math.max(value, least), most);

  // Follows the pointer until it is let go, or Escape is pressed.
  const follow = (move, end) => {
    const off = new AbortController();
    const finish = (event, undone) => {
      off.abort();
      document.documentElement.classList.remove("dragging");
      end(event, undone);
    };
    const listen = (name, does) => document.addEventListener(name, does, { signal: off.signal });
    listen("pointermove", move);
    listen("pointerup", (event) => finish(event, false));
    listen("pointercancel", (event) => finish(event, true));
    listen("keydown", (event) => event.key === "Escape" && finish(event, true));
  };

  const resize = (event, tile) => {
    event.preventDefault();
    const grid = tile.closest(".tiles"), style = getComputedStyle(grid), gap = parseFloat(style.columnGap) || 0;
    const column = (grid.clientWidth + gap) / WIDEST, row = 118;
    const from = { x: event.clientX, y: event.clientY, width: +tile.dataset.width, height: +tile.dataset.height };
    let width = from.width, height = from.height;
    const show = () => { classed(tile, width, height); tile.dataset.now = `${width} × ${height}`; };
    tile.classList.add("resizing");
    show();
    follow(
      (at) => {
        width = between(Math.round(from.width + (at.clientX - from.x) / column), NARROWEST, WIDEST);
        height = between(Math.round(from.height + (at.clientY - from.y) / row), 1, TALLEST);
        show();
      },
      (_at, undone) => {
        tile.classList.remove("resizing");
        if (undone || (width === from.width && height === from.height)) classed(tile, from.width, from.height);
        else send({ act: "size", tile: tile.dataset.tile, width, height });
      },
    );
  };

  const drag = (start, tile) => {
    let drop = null;
    const box = tile.getBoundingClientRect(), home = { parent: tile.parentNode, next: tile.nextSibling };
    const grasp = { x: start.clientX - box.left, y: start.clientY - box.top };
    const lift = () => {
      drop = document.createElement("div");
      drop.className = tile.className;
      drop.classList.add("drop");
      drop.style.minHeight = `${box.height}px`;
      tile.before(drop);
      tile.classList.add("dragged");
      Object.assign(tile.style, { width: `${box.width}px`, height: `${box.height}px`, left: `${box.left}px`, top: `${box.top}px` });
      document.documentElement.classList.add("dragging");
    };
    const place = (at) => {
      const under = document.elementFromPoint(at.clientX, at.clientY);
      const other = tileOf(under), grid = under?.closest?.("[data-section]")?.querySelector("[data-tiles]");
      if (other && other !== tile) {
        const middle = other.getBoundingClientRect();
        const before = at.clientX < middle.left + middle.width / 2;
        if (before && other.previousElementSibling !== drop) other.before(drop);
        else if (!before && other.nextElementSibling !== drop) other.after(drop);
      } else if (grid && !drop.parentNode.isSameNode(grid)) {
        grid.append(drop);
      }
    };
    follow(
      (at) => {
        if (!drop && Math.hypot(at.clientX - start.clientX, at.clientY - start.clientY) < 6) return;
        if (!drop) lift();
        at.preventDefault();
        Object.assign(tile.style, { left: `${at.clientX - grasp.x}px`, top: `${at.clientY - grasp.y}px` });
        if (at.clientY < 70) scrollBy(0, -18);
        if (at.clientY > innerHeight - 70) scrollBy(0, 18);
        place(at);
      },
      (_at, undone) => {
        if (!drop) return;
        const quiet = new AbortController(); // letting go is no click on what lies under it
        document.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, signal: quiet.signal });
        setTimeout(() => quiet.abort(), 50);
        tile.classList.remove("dragged");
        if (tile.hasAttribute("style")) tile.removeAttribute("style"); // asked first, as Chromium else leaves an empty one
        if (undone) home.parent.insertBefore(tile, home.next);
        else drop.before(tile);
        drop.remove();
        if (undone) return;
        const next = tile.nextElementSibling;
        send({ act: "place", tile: tile.dataset.tile, section: tile.closest("[data-tiles]").dataset.tiles, before: tileOf(next)?.dataset.tile ?? "" });
      },
    );
  };

  document.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary || !draft()) return;
    const tile = tileOf(event.target);
    if (!tile) return;
    if (event.target.closest("[data-grip]")) resize(event, tile);
    else if (event.target.closest("[data-handle]")) drag(event, tile);
    else if (event.pointerType === "mouse" && event.target.closest("[data-open]")) drag(event, tile);
  });
})();
