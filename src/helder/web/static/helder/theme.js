// Before the first paint: the theme chosen last, else the system's.
(() => {
  const kept = localStorage.getItem("helder-theme");
  if (kept) document.documentElement.dataset.theme = kept;
})();
