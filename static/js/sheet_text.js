/* Text as a spreadsheet puts it on the clipboard: cells between tabs, rows on lines; quoted where a cell has lines. */
window.sheetText = (() => {
  "use strict";

  /** The quoted cell that begins at `start`, as {text, end}; null where the quote is only a character of the text.
   *  A spreadsheet quotes a cell that holds a line break or a tab, and then doubles the quotes inside it. */
  function quotedCell(text, start) {
    let at = start + 1;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote < 0) return null;
      if (text[quote + 1] === '"') {
        at = quote + 2;
        continue;
      }
      const next = text[quote + 1];
      if (next !== undefined && next !== "\t" && next !== "\n") return null;
      const inside = text.slice(start + 1, quote);
      return /[\n\t]|""/.test(inside) ? { text: inside.replaceAll('""', '"'), end: quote + 1 } : null;
    }
  }

  function plainCell(text, start) {
    let end = start;
    while (end < text.length && text[end] !== "\t" && text[end] !== "\n") end += 1;
    return { text: text.slice(start, end), end };
  }

  /** Rows of cells from clipboard text; the line end after the last row makes no row. */
  function parse(raw) {
    const text = raw.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const rows = [[]];
    let at = 0;
    while (at <= text.length) {
      const cell = (text[at] === '"' && quotedCell(text, at)) || plainCell(text, at);
      rows[rows.length - 1].push(tidy(cell.text));
      if (text[cell.end] === "\n") rows.push([]);
      at = cell.end + 1;
    }
    return rows;
  }

  /** For the eye only, the server does it again: NFC, sara am in one piece, no zero-width characters, no outer space. */
  function tidy(text) {
    return text
      .normalize("NFC")
      .replace(/[\u200b\u2060\ufeff]/g, "")
      .replace(/\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, "$1\u0e33")
      .replace(/([\u0e48-\u0e4b])\u0e4d\u0e32/g, "$1\u0e33")
      .replace(/\u0e40\u0e40/g, "\u0e41")
      .trim();
  }

  return { parse, tidy };
})();
