/* A sheet of paper is entered by keyboard alone: in form[data-moves-on] Enter moves to the next field, and in the last
   one it stores the sheet. Without script the Tab key moves, and Enter stores. */
(() => {
  "use strict";

  document.addEventListener("keydown", (event) => {
    const { form } = event.target;
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !form?.matches("[data-moves-on]")) return;
    const fields = [...form.querySelectorAll("input:not([type=hidden])")];
    const next = fields[fields.indexOf(event.target) + 1];
    if (!fields.includes(event.target) || !next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
})();
