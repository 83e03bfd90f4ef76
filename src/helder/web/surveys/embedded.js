(function (s) {
  // Shows a survey of Helder on a site: data-form="inline", "bar" or "corner"; data-remember="30" for days of not asking again.
  var d = document, me = d.currentScript, o = me.dataset, kept = "helder-" + s.key, form = o.form || "corner";
  var days = Number(o.remember || 0), home = new URL(s.frame).origin;
  function recall() { try { return Number(localStorage.getItem(kept)) > Date.now(); } catch (e) { return false; } }
  function remember() { try { days && localStorage.setItem(kept, Date.now() + days * 864e5); } catch (e) { } }
  if (days && recall() || o.sample && Math.random() >= Number(o.sample)) return;
  var wanted = [o.lang, d.documentElement.lang.slice(0, 2)].concat((navigator.languages || []).map(function (l) { return l.slice(0, 2); }));
  var lang = wanted.filter(function (l) { return s.languages.indexOf(l) >= 0; })[0] || s.languages[0];
  var query = new URLSearchParams({ lang: lang });
  ["touchpoint", "stage", "session"].forEach(function (name) {
    if (o[name]) query.set(name === "session" ? "session_id" : name, o[name]);
  });

  function style(e, css) { for (var k in css) e.style[k] = css[k]; return e; }
  function show() {
    var box = d.createElement("section"), frame = d.createElement("iframe"), before = d.activeElement;
    box.setAttribute("aria-label", s.title[lang]);
    box.className = "helder-survey";
    frame.title = s.title[lang];
    frame.src = s.frame + "?" + query;
    frame.referrerPolicy = "no-referrer";
    style(frame, { border: "0", width: "100%", height: "240px", display: "block", colorScheme: "light dark", background: "transparent" });
    if (form === "inline") {
      box.appendChild(frame);
      var at = o.target && d.querySelector(o.target);
      at ? at.appendChild(box) : me.parentNode.insertBefore(box, me.nextSibling);
    } else {
      var bar = form === "bar", x = d.createElement("button");
      style(box, {
        position: "fixed", zIndex: 2147483000, bottom: bar ? "0" : "16px", right: bar ? "0" : "16px", left: bar ? "0" : "auto",
        width: bar ? "auto" : "min(400px, calc(100vw - 32px))", background: "Canvas", color: "CanvasText", colorScheme: "light dark",
        boxShadow: "0 6px 30px rgb(0 0 0 / 28%)", borderRadius: bar ? "0" : "14px", borderTop: "4px solid " + s.colour, overflow: "hidden"
      });
      x.type = "button";
      x.textContent = "\u00d7";
      x.setAttribute("aria-label", s.close[lang]);
      style(x, { position: "absolute", top: "4px", right: "4px", width: "40px", height: "40px", font: "24px/1 sans-serif", border: "0", background: "none", color: "inherit", cursor: "pointer" });
      x.onclick = close;
      box.onkeydown = function (e) { if (e.key === "Escape") close(); };
      box.appendChild(x);
      box.appendChild(frame);
      d.body.appendChild(box);
    }
    function close() {
      remember();
      box.remove();
      if (before && before.focus) before.focus();
    }
    addEventListener("message", function (e) {
      if (e.origin !== home || e.source !== frame.contentWindow || !e.data || e.data.helder !== 1) return;
      if (e.data.height) frame.style.height = (form === "inline" ? e.data.height : Math.min(e.data.height, innerHeight * 0.8)) + "px";
      if (e.data.over) remember();
      if (e.data.close && form !== "inline") close();
    });
  }
  var begin = function () { setTimeout(show, Number(o.delay || 0) * 1000); };
  d.body && form === "inline" || d.readyState !== "loading" ? begin() : addEventListener("DOMContentLoaded", begin);
})(SURVEY);
