// What giving a file gains with JavaScript: dropping it on the page, and seeing how much of it has gone; it works without.
(() => {
  const form = document.querySelector("form[data-upload]");
  const file = form.querySelector("input[type=file]");
  const drop = form.querySelector(".drop");
  const sending = form.querySelector(".sending");
  const button = form.querySelector("button[type=submit]");

  const say = (text) => {
    let told = form.querySelector(".errors");
    if (!told) {
      told = document.createElement("div");
      told.className = "errors";
      told.setAttribute("role", "alert");
      form.prepend(told);
    }
    told.textContent = text;
  };

  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) file.files = event.dataTransfer.files;
    });
  }

  form.addEventListener("submit", (event) => {
    if (!file.files.length) return;
    event.preventDefault();
    if (file.files[0].size > Number(form.dataset.most) * 1e6) return say(form.dataset.tooLarge);
    const request = new XMLHttpRequest();
    const done = () => {
      sending.hidden = true;
      button.disabled = false;
    };
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) sending.querySelector("progress").value = sent.loaded / sent.total;
    });
    request.addEventListener("load", () => {
      if (request.status === 200) return location.assign(request.responseURL);
      done();
      const told = new DOMParser().parseFromString(request.responseText, "text/html").querySelector(".errors, .problem");
      say(told ? told.innerText || told.textContent : form.dataset.broken);
    });
    request.addEventListener("error", () => {
      done();
      say(form.dataset.broken);
    });
    sending.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  });
})();
