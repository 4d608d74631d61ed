/* form[data-upload]: each chosen or dropped file goes on its own, with progress. Without script the form goes as a whole.

   The server answers JSON: {"kept": [{"number": …}]}, or {"error": "…"} with a status from 400. Each request carries an
   idempotency key of its own in `sent`. When something was kept, "uploaded" is sent from the form; with
   data-after="reload" the page is opened again once all files are kept. */
(() => {
  "use strict";
  const MEGABYTE = 1024 * 1024;

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
  }

  function lineOf(form, file) {
    const line = document.createElement("li");
    const [name, bar, words] = ["span", "progress", "span"].map((tag) => document.createElement(tag));
    name.className = "name";
    name.textContent = file.name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    words.textContent = form.dataset.textWaiting;
    line.append(name, bar, words);
    form.querySelector(".upload-list").append(line);
    return { line, bar, words };
  }

  function finish({ bar, words }, good, text) {
    if (good) bar.value = 100;
    words.className = good ? "done" : "failed";
    words.textContent = text;
    return good;
  }

  function bodyOf(form, file) {
    const body = new FormData(form);
    body.delete("files");
    body.set("sent", newKey());
    body.append("files", file);
    return body;
  }

  /** What the server said: its words on the file, and whether it was kept. */
  function answerOf(form, request) {
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      /* Not JSON: a page of an error. Its status says enough. */
    }
    if (request.status >= 400 || !answer.kept) return [false, answer.error || form.dataset.textFailed];
    return [true, answer.kept.map((kept) => kept.number).join(", ") || form.dataset.textDone];
  }

  function cancelButton(form, request) {
    const cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "plain";
    cancel.textContent = form.dataset.textCancel;
    cancel.addEventListener("click", () => request.abort());
    return cancel;
  }

  function send(form, file, shown) {
    const largest = Number(form.dataset.largest || 25);
    if (file.size > largest * MEGABYTE) {
      return Promise.resolve(finish(shown, false, form.dataset.textLarge.replace("%n%", largest)));
    }
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const cancel = cancelButton(form, request);
      const end = (good, text) => {
        cancel.remove();
        done(finish(shown, good, text));
      };
      shown.line.append(cancel);
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        shown.bar.value = Math.min(99, (loaded / total) * 100);
        shown.words.textContent = `${Math.round(shown.bar.value)} %`;
      });
      request.addEventListener("load", () => end(...answerOf(form, request)));
      request.addEventListener("error", () => end(false, form.dataset.textFailed));
      request.addEventListener("abort", () => end(false, form.dataset.textCancel));
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.send(bodyOf(form, file));
    });
  }

  /** One after another: their numbers follow the order in which they were chosen. */
  async function sendAll(form, files) {
    const waiting = files.map((file) => [file, lineOf(form, file)]);
    let kept = 0;
    for (const [file, shown] of waiting) {
      if (await send(form, file, shown)) kept += 1;
    }
    const summary = document.createElement("li");
    summary.textContent = form.dataset.textSummary.replace("%n%", kept);
    form.querySelector(".upload-list").append(summary);
    if (!kept) return;
    form.dispatchEvent(new CustomEvent("uploaded", { bubbles: true, detail: { kept } }));
    if (form.dataset.after === "reload" && kept === files.length) location.reload();
  }

  function setUp(form) {
    const inputs = [...form.querySelectorAll('input[type="file"]')];
    const take = (files) => {
      if (files.length) sendAll(form, [...files]);
      inputs.forEach((input) => { input.value = ""; });
    };
    const button = form.querySelector('button[type="submit"]');
    if (button) button.hidden = true;
    inputs.forEach((input) => input.addEventListener("change", () => take([...input.files])));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      take(inputs.flatMap((input) => [...input.files]));
    });
    form.addEventListener("dragover", (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      take([...event.dataTransfer.files]);
    });
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-upload]").forEach(setUp));
})();
