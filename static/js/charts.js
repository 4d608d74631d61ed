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

  /** For pages without a secure connection, where browsers give no clipboard: the table itself is selected and copied. */
  function copySelected(table) {
    const selection = window.getSelection();
    selection.selectAllChildren(table);
    return document.execCommand("copy");
  }

  async function copy(table) {
    if (!navigator.clipboard) return copySelected(table);
    try {
      await navigator.clipboard.writeText(lines(table));
      return true;
    } catch {
      return copySelected(table);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-copy]").forEach((button) => {
      const words = button.textContent;
      button.hidden = false;
      button.addEventListener("click", async () => {
        if (!(await copy(document.getElementById(button.dataset.copy)))) return;
        button.textContent = button.dataset.copied;
        setTimeout(() => { button.textContent = words; }, 2000);
      });
    });
  });
})();
