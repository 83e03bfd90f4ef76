// The small questions of Helder's site tracker: what did you come for, and did it work?
// Loaded by the tracker where a site asks them; the server calls it with the site's questions and their words.
((asking) => {
  helder("prompts", ({ record, change, stored, heard, hear }) => {
    const DAY = 864e5;
    const random = () => crypto.getRandomValues(new Uint32Array(3)).join("-");
    const wanted = (document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase();
    const language = asking.words[wanted] ? wanted : "en";
    const words = asking.words[language];

    // Of this visit: whether it is asked at all, and the response its answers belong to.
    let visit;
    change((state) => {
      const fresh = !state.prompts || state.prompts.session !== state.session;
      const recent = fresh && Date.now() - state.prompts?.at < asking.days * DAY;
      if (fresh) state.prompts = { session: state.session, at: recent ? state.prompts.at : 0, chosen: !recent && Math.random() * 100 < asking.percent };
      visit = { ...state.prompts };
    });
    if (!visit.chosen) return;
    const note = (what) => change((state) => (state.prompts = { ...state.prompts, ...Object.assign(visit, what) }));
    // Where nothing may be kept, a page cannot know what was asked on the one before: only the first of a visit asks.
    const first = stored() || !document.referrer || new URL(document.referrer).host !== location.host;

    let open;
    const make = (name, about, ...inside) => {
      const made = Object.assign(document.createElement(name), about);
      made.append(...inside);
      return made;
    };
    // Thanks make way for the next question; a question does not.
    const busy = () => open && open.className !== "over";
    const close = () => {
      open?.remove();
      open = null;
    };
    const show = (title, ...parts) => {
      close();
      const before = document.activeElement;
      const leave = () => {
        close();
        if (before?.isConnected) before.focus();
      };
      const cross = make("button", { type: "button", className: "close", ariaLabel: words.close, textContent: "×", onclick: leave });
      const heading = make("h2", { id: "title", textContent: title });
      const card = make("section", { role: "dialog", lang: language }, cross, heading, ...parts);
      card.setAttribute("aria-labelledby", "title");
      card.addEventListener("keydown", (event) => event.key === "Escape" && leave());
      open = make("div", { id: "helder-prompt" });
      const root = open.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(asking.style);
      root.adoptedStyleSheets = [sheet];
      root.append(card);
      document.body.prepend(open);
      return card;
    };
    // A card that takes no one's place is announced to who does not see it.
    const announce = (title) => {
      const said = make("p", { className: "unseen", role: "status" });
      open.shadowRoot.append(said);
      setTimeout(() => (said.textContent = title), 200);
    };
    const button = (label, onclick) => make("button", { type: "button", textContent: label, onclick });
    // The card that comes instead of one that had the focus takes it over.
    const go = (card) => card.querySelector("textarea, .thanks, button:not(.close)").focus();
    const thank = () => {
      go(show(words.thanks, make("p", { className: "thanks", role: "status", tabIndex: -1, textContent: words.helps })));
      const thanks = open;
      thanks.className = "over";
      setTimeout(() => open === thanks && close(), 4000);
    };
    const answer = (instrument, choice, about) => {
      const given = { instrument, choice, response: visit.response || random(), asked: visit.at, language, ...about };
      note({ response: given.response, [instrument]: choice });
      record("answer", given);
    };
    const choices = (labels, act) => make("div", { className: "choices" }, ...labels.map(([value, label]) => button(label, () => act(value))));

    const askIntent = () => {
      if (busy() || visit.intent || visit.at) return;
      note({ at: Date.now() });
      const labels = asking.intents.map((one) => [one.value, one[language] || one.en]);
      show(words.intent, choices(labels, (value) => {
        answer("intent", value);
        thank();
      }));
      announce(words.intent);
    };
    const askTask = () => {
      if (busy() || visit.task || (asking.intent && !visit.intent && visit.at)) return;
      note({ at: Date.now(), task: "asked" });
      const both = [["yes", words.yes], ["no", words.no]];
      show(words.task, choices(both, (value) => {
        const id = random();
        answer("task", value, { id });
        if (value === "yes") return thank();
        const text = make("textarea", { rows: 3, maxLength: 1000, ariaLabel: words.why });
        const send = button(words.send, () => {
          if (text.value.trim()) answer("task", value, { id, comment: text.value.trim() });
          thank();
        });
        go(show(words.why, text, make("div", { className: "choices" }, send)));
      }));
      announce(words.task);
    };

    if (asking.intent && first) setTimeout(askIntent, asking.delay * 1000);
    if (!asking.task) return;
    const done = (event) => event === asking.event && askTask();
    heard.forEach(done);
    hear(done);
    const began = Date.now();
    const away = (event) => event.clientY <= 0 && Date.now() - began > asking.delay * 1000 && askTask();
    if (asking.leaving) document.documentElement.addEventListener("mouseleave", away);
  });
})
