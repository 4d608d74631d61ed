/* A table[data-grid] that moves like a sheet. Without this script the same table is a plain form.

   data-prefix   names of fields are <prefix>-<row>-<column>      data-total  id of the input that counts the rows
   data-most     largest number of rows (2000)                   data-text-… words, from parts/grid_texts.html
   template#grid-row (or data-template) holds a new row with __row__ for its number. In the same form:
   [data-grid-message] (aria-live), buttons [data-add-row], [data-undo], [data-redo]; each row has a box <prefix>-<row>-remove. */
(() => {
  "use strict";
  const FIELD = 'td > textarea, td > input[type="text"], td > select';
  const MOST_UNDONE = 200;
  const growsItself = window.CSS && CSS.supports("field-sizing", "content");

  const rowsOf = (grid) => [...grid.body.rows].filter((row) => row.querySelector(FIELD));
  const fieldsOf = (row) => [...row.querySelectorAll(FIELD)];
  const isTick = (field) => field.hasAttribute("data-tick");

  function say(grid, ...parts) {
    const words = parts.map(([name, n]) => (grid.table.dataset[name] || "").replace("%n%", n ?? ""));
    if (grid.message) grid.message.textContent = words.filter(Boolean).join(" · ");
  }

  function grow(field) {
    if (growsItself || field.tagName !== "TEXTAREA") return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  }

  function write(field, value) {
    if (field.tagName === "SELECT") {
      const option = [...field.options].find((each) => each.value === value || each.text.trim() === value);
      field.value = option ? option.value : "";
    } else {
      field.value = value;
    }
    looksRight(field);
    grow(field);
  }

  /** A cell that is typed over is not known to be wrong any more. */
  function looksRight(field) {
    if (field.getAttribute("aria-invalid") !== "true") return;
    field.removeAttribute("aria-invalid");
    field.parentElement.querySelectorAll(".wrong-words").forEach((words) => words.remove());
  }

  function changed(grid) {
    grid.table.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function record(grid, entry) {
    grid.done.push({ cells: [], rows: [], ...entry });
    if (grid.done.length > MOST_UNDONE) grid.done.shift();
    grid.undone = [];
  }

  /** What was typed in the cell that has the focus becomes one step that can be undone. */
  function commit(grid) {
    const { field, value } = grid.held || {};
    if (field && field.isConnected && field.value !== value) {
      record(grid, { cells: [{ field, before: value, after: field.value }] });
    }
    grid.held = field ? { field, value: field.value } : null;
    grid.typing = false;
  }

  function addRow(grid) {
    const number = Number(grid.total.value);
    if (number >= grid.most) return null;
    grid.body.insertAdjacentHTML("beforeend", grid.template.innerHTML.trim().replaceAll("__row__", String(number)));
    const row = grid.body.lastElementChild;
    const shown = row.querySelector(".row-number");
    if (shown) shown.textContent = String(grid.body.rows.length);
    row.classList.add("added");
    grid.total.value = String(number + 1);
    return row;
  }

  function addRows(grid, count) {
    const rows = [];
    for (let n = 0; n < count; n += 1) {
      const row = addRow(grid);
      if (row) rows.push(row);
    }
    if (rows.length) record(grid, { rows });
    return rows;
  }

  function pasteBlock(grid, start, block) {
    commit(grid);
    const rows = rowsOf(grid);
    const top = rows.indexOf(start.closest("tr"));
    const left = fieldsOf(rows[top]).indexOf(start);
    const entry = { cells: [], rows: [] };
    let beyond = 0;
    block.forEach((values, down) => {
      if (!rows[top + down]) {
        const row = addRow(grid);
        if (row) entry.rows.push(rows[top + down] = row);
      }
      const fields = rows[top + down] ? fieldsOf(rows[top + down]) : [];
      values.forEach((value, right) => {
        const field = fields[left + right];
        if (!field) beyond += value ? 1 : 0;
        else entry.cells.push({ field, before: field.value, after: value });
      });
    });
    entry.cells.forEach(({ field, after }) => write(field, after));
    show(entry.cells);
    record(grid, entry);
    hold(grid, start);
    changed(grid);
    const counts = [["textPasted", block.length]];
    if (entry.rows.length) counts.push(["textAdded", entry.rows.length]);
    if (beyond) counts.push(["textBeyond", beyond]);
    say(grid, ...counts);
  }

  function show(cells) {
    if (cells.length > 600) return;
    cells.forEach(({ field }) => {
      field.parentElement.classList.add("pasted");
      field.parentElement.addEventListener("animationend", (e) => e.currentTarget.classList.remove("pasted"), { once: true });
    });
  }

  function pasted(grid, event) {
    const field = event.target.closest(FIELD);
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!field || !text) return;
    const inCell = grid.typing && !text.includes("\t");
    const block = inCell ? [[window.sheetText.tidy(text)]] : window.sheetText.parse(text);
    event.preventDefault();
    if (block.length === 1 && block[0].length === 1 && field.tagName === "TEXTAREA") {
      document.execCommand("insertText", false, block[0][0]);
    } else {
      pasteBlock(grid, field, block);
    }
  }

  function apply(grid, entry, forward) {
    if (forward) entry.rows.forEach((row) => grid.body.append(row));
    entry.cells.forEach(({ field, before, after }) => write(field, forward ? after : before));
    if (!forward) entry.rows.forEach((row) => row.remove());
    grid.total.value = String(Number(grid.total.value) + (forward ? 1 : -1) * entry.rows.length);
    if (entry.box) mark(entry.box, forward ? entry.checked : !entry.checked);
    const first = entry.cells[0];
    if (first && first.field.isConnected) enter(first.field);
    if (first) hold(grid, first.field);
    changed(grid);
  }

  function step(grid, back) {
    commit(grid);
    const entry = (back ? grid.done : grid.undone).pop();
    if (!entry) return say(grid, ["textNothing"]);
    apply(grid, entry, !back);
    (back ? grid.undone : grid.done).push(entry);
    say(grid, [back ? "textUndone" : "textRedone"]);
  }

  function mark(box, checked) {
    box.checked = checked;
    box.closest("tr").classList.toggle("gone", checked);
  }

  function hold(grid, field) {
    grid.held = { field, value: field.value };
    grid.typing = false;
  }

  function enter(field) {
    field.focus({ preventScroll: false });
    if (field.select) field.select();
  }

  function move(grid, field, down, right) {
    const rows = rowsOf(grid);
    const at = rows.indexOf(field.closest("tr"));
    const column = fieldsOf(rows[at]).indexOf(field);
    const row = rows[at + down] || (down > 0 ? addRows(grid, 1)[0] : null);
    const next = row && fieldsOf(row)[column + right];
    if (next) enter(next);
  }

  function fillDown(grid, field) {
    const rows = rowsOf(grid);
    const at = rows.indexOf(field.closest("tr"));
    if (at < 1) return;
    commit(grid);
    const above = fieldsOf(rows[at - 1])[fieldsOf(rows[at]).indexOf(field)];
    record(grid, { cells: [{ field, before: field.value, after: above.value }] });
    write(field, above.value);
    hold(grid, field);
    changed(grid);
    say(grid, ["textFilled"]);
  }

  function toggle(grid, field) {
    commit(grid);
    const after = field.value.trim() ? "" : "/";
    record(grid, { cells: [{ field, before: field.value, after }] });
    write(field, after);
    enter(field);
    changed(grid);
  }

  const wholly = (field) => field.selectionStart === 0 && field.selectionEnd === field.value.length;

  /** Whether an arrow leaves the cell: from a cell wholly marked, from one line, or from the text's very edge. */
  function leaves(field, down, right) {
    if (field.tagName === "SELECT") return false;
    if (wholly(field) || isTick(field)) return true;
    if (right) return false;
    const lines = Math.round(field.clientHeight / parseFloat(getComputedStyle(field).lineHeight));
    if (!field.value.includes("\n") && lines < 2) return true;
    return down > 0 ? field.selectionStart === field.value.length : field.selectionEnd === 0;
  }

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  function pressed(grid, event) {
    const field = event.target.closest(FIELD);
    if (!field || event.isComposing) return;
    const act = actionOf(grid, field, event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** What a key does in a cell, or null where it is the browser's own. `code` serves Thai keyboard layouts. */
  function actionOf(grid, field, event) {
    const { key, code, shiftKey: shift, altKey: alt } = event;
    if (event.ctrlKey || event.metaKey) return shortcut(grid, field, code, shift);
    if (key === "Enter" && alt) return field.tagName === "TEXTAREA" ? () => document.execCommand("insertText", false, "\n") : null;
    if (key === "Enter") return field.tagName === "SELECT" ? null : () => move(grid, field, shift ? -1 : 1, 0);
    if (key === " " && isTick(field)) return () => toggle(grid, field);
    if (key === "F2" && field.setSelectionRange) return () => field.setSelectionRange(field.value.length, field.value.length);
    if (key === "Escape" && grid.typing) return () => { write(field, grid.held.value); hold(grid, field); enter(field); };
    if (!ARROWS[key] || shift || alt) return null;
    const [down, right] = ARROWS[key];
    return leaves(field, down, right) ? () => move(grid, field, down, right) : null;
  }

  function shortcut(grid, field, code, shift) {
    if (code === "KeyD") return () => fillDown(grid, field);
    if (code === "KeyY" || (code === "KeyZ" && shift)) return () => step(grid, false);
    if (code === "KeyZ" && !grid.typing) return () => step(grid, true);
    return null;
  }

  function listen(grid) {
    const { table } = grid;
    table.addEventListener("paste", (event) => pasted(grid, event));
    table.addEventListener("keydown", (event) => pressed(grid, event));
    table.addEventListener("focusin", (event) => {
      if (event.target.matches(FIELD)) hold(grid, event.target);
    });
    table.addEventListener("focusout", () => commit(grid));
    table.addEventListener("input", (event) => {
      if (!event.target.matches(FIELD)) return;
      grid.typing = true;
      looksRight(event.target);
      grow(event.target);
    });
    table.addEventListener("click", (event) => {
      const cell = event.target.closest("td");
      const field = cell && cell.querySelector("[data-tick]");
      if (field && event.detail) toggle(grid, field);
    });
    table.addEventListener("change", ({ target: box }) => {
      if (!box.matches('input[type="checkbox"][name$="-remove"]')) return;
      mark(box, box.checked);
      record(grid, { box, checked: box.checked });
      say(grid, [box.checked ? "textRemoved" : "textKept", rowsOf(grid).indexOf(box.closest("tr")) + 1]);
    });
  }

  function button(form, name, act) {
    form.querySelectorAll(`[${name}]`).forEach((each) => {
      each.hidden = false;
      each.addEventListener("click", act);
    });
  }

  function setUp(table) {
    const form = table.closest("form");
    const grid = {
      table, body: table.tBodies[0], done: [], undone: [], held: null, typing: false,
      total: document.getElementById(table.dataset.total),
      template: document.getElementById(table.dataset.template || "grid-row"),
      most: Number(table.dataset.most || 2000),
      message: form.querySelector("[data-grid-message]"),
    };
    delete table.dataset.grid;
    table.dataset.gridReady = "";
    listen(grid);
    button(form, "data-undo", () => step(grid, true));
    button(form, "data-redo", () => step(grid, false));
    button(form, "data-add-row", () => {
      const [row] = addRows(grid, 1);
      if (row) enter(fieldsOf(row)[0]);
      changed(grid);
    });
    rowsOf(grid).forEach((row) => {
      const box = row.querySelector('input[type="checkbox"][name$="-remove"]');
      if (box) mark(box, box.checked);
      if (!growsItself) fieldsOf(row).forEach(grow);
    });
  }

  const setUpAll = () => document.querySelectorAll("table[data-grid]").forEach(setUp);
  document.addEventListener("DOMContentLoaded", setUpAll);
  document.addEventListener("htmx:load", setUpAll);
})();
