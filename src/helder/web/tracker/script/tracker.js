// Helder's site tracker. It tells what visitors do to the Helder that served it, and to nobody else.
// The server calls it with the site's settings, and leaves out indents and lines that are comments.
((site) => {
  // Milliseconds without an act that end a visit; without a sign of life, after which a page is not being read.
  const VISIT = 18e5;
  const IDLE = 3e5;
  const source = new URL(document.currentScript.src);
  const place = new URL("t", source);
  const random = () => crypto.getRandomValues(new Uint32Array(3)).join("-");
  const attempt = (work) => {
    try {
      return work();
    } catch {}
  };

  // What is remembered: in memory; on the device, too, while `allowed`.
  let state = { queue: [] };
  let allowed;
  const read = () => attempt(() => JSON.parse(localStorage.helder));
  const save = () => (allowed &&= attempt(() => (localStorage.helder = JSON.stringify(state))));
  const change = (work) => {
    const kept = allowed && read();
    // Nothing kept any more: consent was taken back in another tab.
    if (kept) state = kept;
    else if (allowed) consent(false);
    work(state);
    save();
  };
  const consent = (given) => {
    given &&= site.consent !== "none" && !navigator.globalPrivacyControl && navigator.doNotTrack !== "1";
    const { queue } = state;
    if (!given) {
      state = { queue };
      attempt(() => localStorage.removeItem("helder"));
    } else if (!allowed) {
      const kept = read() || { visitor: random(), queue: [] };
      state = { ...state, ...kept, queue: [...kept.queue, ...queue] };
    }
    allowed = given;
    save();
  };

  let here, searched, known, timer, sending;
  let pause = 1000;
  let heard = [];
  const record = (event, about, near = document.body) => {
    const at = about?.at || Date.now();
    const stage = near.closest("[data-helder-stage]")?.dataset.helderStage || document.querySelector("[name=helder-stage]")?.content;
    change((state) => {
      if (!(Math.abs(at - state.seen) < VISIT)) state.session = random();
      state.seen = at;
      const { session, visitor } = state;
      state.queue.push({ id: random(), at, event, page: here, stage, session, visitor, ...(allowed && known), ...about });
      // So many are kept to be sent.
      state.queue = state.queue.slice(-200);
    });
    timer ||= setTimeout(send, pause);
    heard.push(event);
  };

  const body = (events) => JSON.stringify({ site: site.key, sent: Date.now(), events });
  const post = (body) => fetch(place, { method: "POST", body, keepalive: true, credentials: "omit" }).catch(() => 0);
  const send = async () => {
    timer = 0;
    const events = state.queue.slice(0, 40);
    if (sending || !events[0]) return;
    sending = true;
    const { status } = await post(body(events));
    sending = false;
    pause = Math.min(pause * 2, IDLE);
    if (status < 500 && status !== 429) {
      // An answer that gets its comment while it is under way keeps its id, and is still to be sent.
      const sent = events.map(({ id, at }) => id + at);
      change((state) => (state.queue = state.queue.filter(({ id, at }) => !sent.includes(id + at))));
      pause = 1000;
    }
    if (state.queue[0]) timer ||= setTimeout(send, pause);
  };

  // Time on a page: while it is seen, and somebody is there.
  let since, active;
  const begin = () => (since = active = !document.hidden && Date.now());
  const spend = () => {
    const at = Math.min(Date.now(), active + IDLE);
    if (at > since && since) record("time_on_page", { value: (at - since) / 1000, at });
    since = 0;
  };
  const live = () => {
    const now = Date.now();
    if (since && (now - active > IDLE || now - since > 2 * IDLE)) {
      spend();
      begin();
    }
    active = now;
  };
  // What a beacon carries stays in the queue until an answer says that it has come.
  const leave = () => {
    if (!since) return;
    spend();
    const text = body(state.queue.slice(-40));
    navigator.sendBeacon?.(place, text) || post(text);
  };

  let referrer = document.referrer && new URL(document.referrer).host;
  if (referrer === location.host) referrer = null;
  const look = () => {
    const found = new URLSearchParams(location.search);
    const kept = String(new URLSearchParams([...found].filter(([name]) => site.parameters.includes(name))));
    const page = location.pathname + (kept && "?" + kept);
    if (page !== here) {
      spend();
      here = page;
      begin();
      record("view", { referrer });
      referrer = null;
    }
    const term = found.get(site.search);
    if (term && term !== searched) record("search");
    searched = term;
  };

  const acts = {
    event: record,
    consent,
    identify: (customer, signature) => (known = { customer, signature }),
    session: (tell) => tell(state.session),
    prompts: (start) => start({ record, change, stored: () => allowed, heard, hear: (push) => (heard = { push }) }),
  };
  const said = window.helder?.q || [];
  window.helder = (act, ...given) => acts[act]?.(...given);

  consent(site.consent === "given" || read());
  look();
  said.forEach((given) => helder(...given));
  for (const name of ["pushState", "replaceState"]) {
    const before = history[name];
    history[name] = (...given) => {
      before.apply(history, given);
      look();
    };
  }
  const on = (names, act) => names.split(" ").forEach((name) => addEventListener(name, act, true));
  on("popstate", look);
  on("pageshow", (event) => {
    if (event.persisted) here = 0;
    look();
  });
  on("online", send);
  on("pagehide", leave);
  on("visibilitychange", () => (document.hidden ? leave() : begin()));
  on("scroll keydown pointermove", live);
  on("click", ({ target }) => {
    const link = target.closest("[data-helder], a[href]");
    if (!link) return;
    const { helder, helderProduct: product, helderValue: value } = link.dataset;
    if (helder != null || (link.host && link.host !== location.host)) record(helder || "click", { product, value }, link);
  });
  if (site.prompts) {
    const src = new URL("t-prompts.js" + source.search, source);
    document.head.append(Object.assign(document.createElement("script"), { src }));
  }
})
