/* Keys of the walk: 1-4 the verdict (1-6 the band of a letter), N and P the next and the previous point, W the note.
   Told by the place of the key, so that they are the same on a Thai keyboard. A page that is left waits for what is
   being saved. Without script all of it is done by forms and links. */
(() => {
  "use strict";
  const forms = () => [...document.querySelectorAll("form[data-judge]")];
  const typing = (target) => target.matches("textarea, select, input:not([type=radio])") || target.isContentEditable;
  let going = "";

  /** Leaves the page when nothing is being saved any more. */
  function go(address) {
    going = address;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();  // a note saves when it is left
    setTimeout(leave);
  }

  function leave() {
    if (going && !document.querySelector("form[data-judge].htmx-request")) location.assign(going);
  }

  /** The letter in which somebody is, or the first that is not rated, or the first; the point where there is no letter. */
  function current() {
    const all = forms();
    const within = document.activeElement && document.activeElement.closest("form[data-judge]");
    const unsaid = all.find((form) => form.querySelector('[name=percent][value=""]:checked'));
    return within || unsaid || all[0];
  }

  function choose(number) {
    const form = current();
    const radio = form && form.querySelector(`input[data-key="${number}"]`);
    if (!radio || radio.disabled) return false;
    radio.focus();
    if (!radio.checked) radio.click();
    return true;
  }

  function note() {
    const form = current();
    const field = form && form.querySelector("textarea");
    if (field) field.focus();
    return Boolean(field);
  }

  function turn(way) {
    const link = document.querySelector(`.walk-turn a[rel=${way}]`);
    if (link) go(link.href);
    return Boolean(link);
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && event.target.matches("textarea")) return event.target.blur();
    if (typing(event.target)) return;
    const digit = /^(?:Digit|Numpad)([1-6])$/.exec(event.code);
    const done = digit ? choose(digit[1])
      : event.code === "KeyN" ? turn("next")
      : event.code === "KeyP" ? turn("prev")
      : event.code === "KeyW" ? note() : false;
    if (done) event.preventDefault();
  }

  document.addEventListener("keydown", pressed);
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!detail.successful || detail.xhr.getResponseHeader("HX-Retarget")) going = "";  // stay with what was not saved
    setTimeout(leave);  // what waits its turn is sent first
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey || link.hash) return;
    if (!document.querySelector("form[data-judge].htmx-request")) return;
    event.preventDefault();
    go(link.href);
  });
})();
