// Makes the charts drawn on the server answer to the pointer. Expressions are interpreted, never evaluated (see the page's policy).
(() => {
  const options = {
    ast: true, renderer: "svg", actions: false, defaultStyle: false, mode: "vega-lite",
    tooltip: { disableDefaultStyle: true },
  };
  const draw = () =>
    document.querySelectorAll(".chart[data-specification]:not([data-drawn])").forEach(async (place) => {
      place.dataset.drawn = "";
      const specification = JSON.parse(document.getElementById(place.dataset.specification).textContent);
      const stage = document.createElement("div");
      stage.className = "chart-stage";
      stage.ariaHidden = "true"; // as the drawing it takes the place of: its figures stand in the table beside
      place.append(stage);
      await vegaEmbed(stage, specification, options);
      place.querySelector(":scope > svg").remove();
      stage.classList.add("ready");
    });
  draw();
  document.addEventListener("htmx:afterSettle", draw);
})();
