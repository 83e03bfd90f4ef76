// The page on which customers find their link: copies it and passes it on, and notes that this was done.
(() => {
  const form = document.getElementById("shared");
  const link = document.getElementById("link");
  const said = document.getElementById("said");
  const button = (act) => form.querySelector(`[data-act=${act}]`);
  const note = () => fetch(location.href, { method: "POST", body: new FormData(form), redirect: "manual", keepalive: true });

  button("copy").hidden = !navigator.clipboard;
  button("share").hidden = !navigator.share;
  form.querySelector("[type=submit]").hidden = !button("copy").hidden || !button("share").hidden;
  button("copy").addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.value);
    said.textContent = said.dataset.copied;
    note();
  });
  button("share").addEventListener("click", () => navigator.share({ url: link.value }).then(note, () => 0));
  button("mail").addEventListener("click", note);
  link.addEventListener("focus", () => link.select());
})();
