// A wall: tells the time, turns its pages, keeps the screen awake, shows what it is told, and says when it hears nothing.
(() => {
  const board = document.querySelector("[data-live]");
  const state = document.getElementById("wall-state");
  const clock = document.getElementById("wall-clock");
  const language = document.documentElement.lang;
  const time = (moment, more) => new Intl.DateTimeFormat(language, { timeZone: clock.dataset.zone, hourCycle: "h23", hour: "2-digit", minute: "2-digit", ...more }).format(moment);

  // What is heard, and since when nothing is.
  const silence = 10_000;
  let heard = null, begun = Date.now(), source = null;
  const tick = () => {
    clock.textContent = time(new Date());
    const lost = Date.now() - (heard ?? begun) > silence;
    if (heard === null && !lost) return;
    const word = state.querySelector(".wall-word"), last = state.querySelector(".wall-heard");
    state.classList.toggle("live", !lost);
    state.classList.toggle("lost", lost);
    word.textContent = lost ? state.dataset.lost : state.dataset.word;
    last.hidden = !lost || heard === null;
    if (heard !== null) last.querySelector("time").textContent = time(new Date(heard), { second: "2-digit" });
  };

  const replace = (old, html) => {
    const made = document.createElement("template");
    made.innerHTML = html.trim();
    const now = made.content.firstElementChild;
    if (old && now && !now.isEqualNode(old)) old.replaceWith(now);
  };
  const hear = () => {
    heard = Date.now();
    tick();
  };
  const listen = () => {
    source = new EventSource(board.dataset.live);
    source.addEventListener("open", hear);
    source.addEventListener("beat", hear);
    source.addEventListener("tiles", (event) => {
      hear();
      Object.entries(JSON.parse(event.data)).forEach(([id, html]) => replace(document.getElementById(id), html));
    });
    source.addEventListener("over", () => location.reload());
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(again, 3000);
    });
  };
  // Refused, not merely cut off: where the page itself is answered otherwise now, that is what is to be seen.
  const again = async () => {
    try {
      const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect" || [403, 404, 410].includes(answer.status)) return location.reload();
      if (answer.ok) return listen();
    } catch {
      // The server is away: once more in a moment.
    }
    setTimeout(again, 3000);
  };

  // Pages turn by themselves, but for those who want no motion, and while somebody holds them.
  const pages = [...document.querySelectorAll(".wall-page")];
  const dots = [...document.querySelectorAll(".wall-dots i")];
  const pause = document.querySelector("[data-pause]");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let at = 0, turning = null;
  const turn = (by) => {
    at = (at + by + pages.length) % pages.length;
    pages.forEach((page, i) => page.classList.toggle("shown", i === at));
    dots.forEach((dot, i) => dot.classList.toggle("here", i === at));
    document.getElementById("wall-section").textContent = pages[at].dataset.title;
    schedule();
  };
  const paused = () => pause.getAttribute("aria-pressed") === "true" || still.matches;
  const schedule = () => {
    clearTimeout(turning);
    if (pages.length > 1 && !paused()) turning = setTimeout(() => turn(1), Number(board.dataset.turn) * 1000);
  };
  const hold = () => {
    pause.setAttribute("aria-pressed", String(pause.getAttribute("aria-pressed") !== "true"));
    schedule();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-turn-by]");
    if (button) turn(Number(button.dataset.turnBy));
    if (event.target.closest("[data-pause]")) hold();
  });
  document.addEventListener("keydown", (event) => {
    if (pages.length < 2 || event.target.closest("button")) return;
    if (event.key === "ArrowRight") turn(1);
    if (event.key === "ArrowLeft") turn(-1);
    if (event.key === " ") hold();
  });
  still.addEventListener("change", schedule);

  // A screen that falls asleep shows nothing.
  const wake = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => 0);
  document.addEventListener("visibilitychange", wake);

  if (pages.length) listen();
  schedule();
  wake();
  tick();
  setInterval(tick, 1000);
  addEventListener("pagehide", () => source && source.close());
})();
