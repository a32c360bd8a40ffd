// A table of the text as cells. What is sent is the one text beneath (rows by line ends, cells by tabs): as spreadsheets
// and Word copy it, and as it can be typed where this script does not run.
{
  const form = document.getElementById("draft");
  const told = document.getElementById("told");
  const words = (text, values) => Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text);

  // "a\t\"b\"\"c\"\n…" → [["a", "b\"c"], …]
  const parse = (text) => {
    const rows = [[]];
    let cell = "";
    let quoted = false;
    let started = false;
    const endCell = () => {
      rows.at(-1).push(cell);
      cell = "";
      started = false;
    };
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < source.length; at += 1) {
      const letter = source[at];
      if (quoted && letter === '"' && source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (quoted) {
        if (letter === '"') quoted = false;
        else cell += letter;
      } else if (letter === '"' && !started) {
        quoted = true;
        started = true;
      } else if (letter === "\t") endCell();
      else if (letter === "\n") {
        endCell();
        rows.push([]);
      } else {
        cell += letter;
        started = true;
      }
    }
    endCell();
    const width = Math.max(...rows.map((row) => row.length));
    return rows.map((row) => [...row, ...Array(width - row.length).fill("")]);
  };

  const written = (cell) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

  class Grid {
    constructor(holder) {
      this.box = holder.querySelector("textarea");
      holder.querySelector(".box").hidden = true;
      holder.append(document.querySelector('template[data-blank="grid"]').content.cloneNode(true));
      this.rows = holder.querySelector("tbody");
      this.at = [0, 0];
      this.draw(parse(this.box.value));
      holder.addEventListener("input", (event) => event.target.matches(".cell") && this.keep());
      holder.addEventListener("focusin", (event) => this.enter(event.target));
      holder.addEventListener("keydown", (event) => this.press(event));
      holder.addEventListener("paste", (event) => this.paste(event));
      holder.addEventListener("click", (event) => {
        const button = event.target.closest("[data-grid-do]");
        if (button) this.change(button.dataset.gridDo);
      });
    }

    cells() {
      return [...this.rows.rows].map((row) => [...row.cells].map((cell) => cell.firstElementChild.value));
    }

    draw(cells) {
      this.rows.replaceChildren(
        ...cells.map((row, down) => {
          const line = document.createElement("tr");
          line.append(...row.map((text, across) => this.cell(text, down, across)));
          return line;
        }),
      );
    }

    cell(text, down, across) {
      const cell = document.createElement(down === 0 ? "th" : "td");
      const box = document.createElement("textarea");
      box.className = "cell";
      box.rows = 1;
      box.value = text;
      box.setAttribute("aria-label", words(told.dataset.cell, { row: down + 1, column: across + 1 }));
      cell.append(box);
      return cell;
    }

    keep() {
      this.box.value = this.cells().map((row) => row.map(written).join("\t")).join("\n");
      this.box.dispatchEvent(new Event("input", { bubbles: true }));
    }

    enter(target) {
      if (!target.matches(".cell")) return;
      const cell = target.parentElement;
      this.at = [cell.parentElement.rowIndex, cell.cellIndex];
    }

    focus(down, across) {
      const row = this.rows.rows[Math.max(0, Math.min(down, this.rows.rows.length - 1))];
      row.cells[Math.max(0, Math.min(across, row.cells.length - 1))].firstElementChild.focus();
    }

    redraw(cells, down, across) {
      this.draw(cells);
      this.keep();
      this.focus(down, across);
    }

    change(what) {
      const [down, across] = this.at;
      const cells = this.cells();
      if (what === "add-row") cells.splice(down + 1, 0, Array(cells[0].length).fill(""));
      if (what === "add-column") cells.forEach((row) => row.splice(across + 1, 0, ""));
      if (what === "drop-row" && cells.length > 1) cells.splice(down, 1);
      if (what === "drop-column" && cells[0].length > 1) cells.forEach((row) => row.splice(across, 1));
      this.redraw(cells, what === "add-row" ? down + 1 : down, what === "add-column" ? across + 1 : across);
    }

    press(event) {
      if (!event.target.matches(".cell") || event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing) return;
      event.preventDefault();
      const [down, across] = this.at;
      if (down + 1 === this.rows.rows.length) this.change("add-row");
      this.focus(down + 1, across);
    }

    // Cells that were copied fill those from here on; the table grows where they need more.
    paste(event) {
      const text = event.clipboardData.getData("text/plain");
      if (!event.target.matches(".cell") || !/[\t\n]/.test(text.trimEnd())) return;
      event.preventDefault();
      const [down, across] = this.at;
      const pasted = parse(text);
      const cells = this.cells();
      const width = Math.max(cells[0].length, across + pasted[0].length);
      while (cells.length < down + pasted.length) cells.push([]);
      cells.forEach((row) => row.push(...Array(Math.max(0, width - row.length)).fill("")));
      pasted.forEach((row, y) => row.forEach((cell, x) => (cells[down + y][across + x] = cell.trim())));
      this.redraw(cells, down, across);
      told.textContent = words(told.dataset.pasted, { rows: pasted.length, columns: pasted[0].length });
    }
  }

  const begin = (root) => root.querySelectorAll("[data-grid]").forEach((holder) => new Grid(holder));
  begin(form);
  form.addEventListener("row-added", (event) => begin(event.target));
}
