/* "Copy as table": puts the table behind a chart on the clipboard, ready for a sheet. Without script it is selected
   by hand, as any text is.

   button[data-copy=ID of a table][data-copied=words for "copied"]: hidden until this script is here */
(() => {
  "use strict";
  const number = /^-?[\d,.]+$/;

  /** A cell's words in one line. What would be taken for a formula is kept a text by the apostrophe of sheets. */
  function written(cell) {
    const text = cell.textContent.trim().replace(/\s+/g, " ");
    return /^[=+\-@]/.test(text) && !number.test(text) ? `'${text}` : text;
  }

  const lines = (table) => [...table.rows].map((row) => [...row.cells].map(written).join("\t")).join("\r\n");

  /** For pages without a secure connection, where browsers give no clipboard: copied out of a field. */
  function copyFromField(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyFromField(text);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-copy]").forEach((button) => {
      const words = button.textContent;
      button.hidden = false;
      button.addEventListener("click", async () => {
        if (!(await copy(lines(document.getElementById(button.dataset.copy))))) return;
        button.textContent = button.dataset.copied;
        setTimeout(() => { button.textContent = words; }, 2000);
      });
    });
  });
})();
