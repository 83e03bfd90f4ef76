// What the pages of a survey gain with JavaScript: follow-ups at once, answers kept while one answers. They work without.
(() => {
  const mode = document.body.dataset.mode;
  const form = document.querySelector("form[data-answer]");
  const told = (message) => mode === "frame" && parent !== window && parent.postMessage({ helder: 1, ...message }, "*");

  if (mode === "frame") {
    const measure = () => told({ height: document.documentElement.scrollHeight });
    new ResizeObserver(measure).observe(document.body);
    if (document.querySelector("[data-over]")) told({ over: 1 });
    addEventListener("keydown", (event) => event.key === "Escape" && told({ close: 1 }));
  }

  // A kiosk goes back to its beginning: soon after the thanks, and when nobody touches it.
  const again = document.querySelector("[data-again]");
  if (again) setTimeout(() => location.replace(again.href), 8000);
  if (mode === "kiosk" && form) {
    let idle;
    const wait = () => {
      clearTimeout(idle);
      idle = setTimeout(() => location.replace(location.pathname), 60000);
    };
    ["pointerdown", "keydown", "input"].forEach((kind) => addEventListener(kind, wait));
    wait();
  }

  const mend = document.querySelector("[data-mend]");
  if (mend) mend.focus();
  if (!form) return;

  // Questions whose turn has come are shown; the others are not sent.
  function follow() {
    const asked = new Set();
    const earlier = (code) => !form.querySelector(`[data-code="${code}"]`);
    form.querySelectorAll("[data-code]").forEach((question) => {
      const when = question.dataset.when && JSON.parse(question.dataset.when);
      const shown = !when || earlier(when.question) || (asked.has(when.question) && holds(when));
      if (shown) asked.add(question.dataset.code);
      question.hidden = question.disabled = !shown;
    });
    const send = form.querySelector("[data-send]");
    send.textContent = send.dataset.send;
  }
  function holds(when) {
    const chosen = form.querySelector(`[name="answer-${when.question}"]:checked`);
    if (!chosen) return false;
    if (when.among) return when.among.includes(chosen.value);
    const score = Number(chosen.value);
    return !(score < when.at_least) && !(score > when.at_most);
  }

  let sending = false;
  let timer;
  let onTheWay = new AbortController();
  const keep = () => {
    clearTimeout(timer);
    timer = null;
    if (sending || "preview" in form.dataset) return;
    const body = new URLSearchParams(new FormData(form));
    body.set("keep", "1");
    fetch(location.href, { method: "POST", body, keepalive: true, credentials: "omit", signal: onTheWay.signal }).catch(() => {});
  };
  const soon = (after) => {
    clearTimeout(timer);
    timer = setTimeout(keep, after);
  };

  form.addEventListener("change", (event) => {
    follow();
    soon(event.target.type === "radio" ? 300 : 0);
  });
  form.addEventListener("input", (event) => event.target.matches("textarea") && soon(2000));
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(timer);
    onTheWay.abort(); // all of it is in what is sent now, and would come after it on a slow line
  });
  addEventListener("pagehide", () => timer && keep());
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sending = false;
    onTheWay = new AbortController();
  });

  // An answer chosen by the link counts once a person is there: a machine that follows links does not move, touch or type.
  const signs = ["pointermove", "pointerdown", "touchstart", "keydown", "wheel"];
  // A browser says by itself where the pointer lies when a page opens under it; one that moves is then elsewhere.
  let lies = null;
  const rests = (event) => {
    if (event.type !== "pointermove") return false;
    const before = lies;
    lies = `${event.screenX} ${event.screenY}`;
    return before === null || before === lies;
  };
  const here = (event) => {
    if (!event.isTrusted || rests(event)) return;
    signs.forEach((sign) => removeEventListener(sign, here, true));
    if ("linked" in form.dataset || form.querySelector(":checked")) soon(0);
  };
  signs.forEach((sign) => addEventListener(sign, here, { capture: true, passive: true }));
  follow();
})();
