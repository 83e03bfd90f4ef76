// The charts of a board answer to the pointer once somebody points at one: only then is the drawing library fetched.
(() => {
  const vega = document.currentScript.dataset.vega;
  const options = {
    ast: true, renderer: "svg", actions: false, defaultStyle: false, mode: "vega-lite",
    tooltip: { disableDefaultStyle: true },
  };
  let library = null;
  const fetched = () =>
    (library ??= new Promise((done) => {
      const script = document.createElement("script");
      script.src = vega;
      script.onload = done;
      document.head.append(script);
    }));

  const wake = async (event) => {
    const place = event.target.closest?.(".chart[data-lazy]:not([data-drawn])");
    if (!place) return;
    place.dataset.drawn = "";
    await fetched();
    const source = document.getElementById(place.dataset.specification);
    if (!source || !place.isConnected) return;
    const specification = { ...JSON.parse(source.textContent), width: "container" };
    const stage = document.createElement("div");
    stage.className = "chart-stage";
    stage.ariaHidden = "true"; // as the drawing it takes the place of: its figures stand in the table beside
    place.append(stage);
    await vegaEmbed(stage, specification, options);
    place.querySelector(":scope > svg")?.remove();
    stage.classList.add("ready");
  };
  document.addEventListener("pointerover", wake);
  document.addEventListener("focusin", wake);
})();
