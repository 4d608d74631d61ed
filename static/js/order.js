/* Rows put in order by dragging, with a mouse or a finger. Without script, and by keyboard, they move by buttons.

   form[data-orders=ID of a table body]: its fields "order" (rows as they stand now) and "step" (the one dragged) are
   filled in and it is sent, once, when a row is let go elsewhere.
   In the body: tr[data-row=what stands for the row in "order"] with one [data-grip], hidden until this script is here.
   Escape, or a drag that the browser breaks off, puts everything back. */
(() => {
  "use strict";
  const EDGE = 48; // pixels from the top or bottom of the window where it begins to scroll
  const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
  const rowsOf = (body) => [...body.querySelectorAll("tr[data-row]")];
  /** Where the middle of a row is in the window once it has come to rest: one that still glides is there already. */
  const middle = (row) => {
    const body = row.parentElement;
    return body.getBoundingClientRect().top + row.offsetTop - body.offsetTop + row.offsetHeight / 2;
  };

  /** Does `change` and lets `row` glide from where it was, so that the eye follows. */
  function glide(row, change) {
    const before = row.getBoundingClientRect().top;
    change();
    const way = before - row.getBoundingClientRect().top;
    if (way && !STILL.matches) row.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], 140);
  }

  /** Its neighbours pass the held row one by one: the row itself stays in the page, or the pointer would let it go. */
  function follow(held, y) {
    for (let next = held.nextElementSibling; next && y > middle(next); next = held.nextElementSibling) {
      glide(next, () => held.before(next));
    }
    for (let last = held.previousElementSibling; last && y < middle(last); last = held.previousElementSibling) {
      glide(last, () => held.after(last));
    }
  }

  function begin(event, form, body) {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button !== 0 || form.dataset.sent !== undefined) return;
    event.preventDefault();
    const held = grip.closest("tr");
    const before = rowsOf(body);
    const { clientY: start } = event;
    let y = start;
    let frame = requestAnimationFrame(function scroll() {
      const way = y < Math.min(EDGE, start) ? -8 : y > Math.max(window.innerHeight - EDGE, start) ? 8 : 0;
      if (way) {
        window.scrollBy({ top: way, behavior: "instant" });
        follow(held, y);
      }
      frame = requestAnimationFrame(scroll);
    });
    grip.setPointerCapture(event.pointerId);
    held.classList.add("dragged");

    const move = (moved) => {
      y = moved.clientY;
      follow(held, y);
    };
    const end = (keep) => {
      cancelAnimationFrame(frame);
      stop.abort();
      held.classList.remove("dragged");
      if (!keep) before.forEach((row) => body.append(row));
      const now = rowsOf(body);
      if (now.every((row, place) => row === before[place])) return;
      form.elements.order.value = now.map((row) => row.dataset.row).join(" ");
      form.elements.step.value = held.dataset.row.split(":")[0];
      form.requestSubmit();
    };
    const stop = new AbortController();
    const { signal } = stop;
    grip.addEventListener("pointermove", move, { signal });
    grip.addEventListener("pointerup", () => end(true), { signal });
    grip.addEventListener("pointercancel", () => end(false), { signal });
    document.addEventListener("keydown", ({ key }) => key === "Escape" && end(false), { signal });
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-orders]")) {
      const body = document.getElementById(form.dataset.orders);
      body.querySelectorAll("[data-grip]").forEach((grip) => { grip.hidden = false; });
      body.addEventListener("pointerdown", (event) => begin(event, form, body));
    }
  });
})();
