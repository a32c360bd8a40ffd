// Rows of the editor: added, moved and removed without leaving the page, also by keyboard. The same buttons do the same
// by a round trip to the server where this script does not run.
{
  const form = document.getElementById("draft");
  const told = document.getElementById("told");
  const body = form.querySelector("[data-rows=body]");
  const LONG = 40; // pieces from which on the sections are folded at first
  const TEXT_KINDS = ["section", "heading", "paragraph", "bullet"];
  let current = null; // the piece of the text that was worked on last
  let lastBox = null;

  const tell = (key, values = {}) => {
    told.textContent = Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), told.dataset[key]);
  };
  const changed = (row) => (row?.isConnected ? row : form).dispatchEvent(new Event("input", { bubbles: true }));
  const listOf = (name) => (name === "tasks" || name === "blocks" ? body : form.querySelector(`[data-rows="${name}"]`));
  const rowOf = (name, key) => document.getElementById(`${name}-${key}`);
  const siblings = (row) => [...row.parentElement.children].filter((one) => one.dataset.row);

  // --- new rows

  const nextKey = (name) => {
    const used = [...form.querySelectorAll(`[data-row="${name}"]`)].map((row) => /^n(\d+)$/.exec(row.dataset.key));
    return `n${Math.max(0, ...used.map((found) => (found ? Number(found[1]) : 0))) + 1}`;
  };

  const make = (blank, name) => {
    const key = nextKey(name);
    const holder = document.createElement("template");
    holder.innerHTML = document.querySelector(`template[data-blank="${blank}"]`).innerHTML.replaceAll("__key__", key);
    return holder.content.querySelector("[data-row]");
  };

  const settle = (row, list, after) => {
    if (after) after.after(row);
    else list.append(row);
    window.htmx?.process(row);
    row.dispatchEvent(new Event("row-added", { bubbles: true }));
    arrange();
    changed(row);
    tell("added");
    const boxes = [...row.querySelectorAll("textarea, input:not([type=hidden])")];
    (row.querySelector(".piece-text") ?? boxes.find((box) => box.offsetParent !== null))?.focus();
    return row;
  };

  const addPiece = (kind, after) => {
    const isText = TEXT_KINDS.includes(kind);
    const row = make(kind === "task" ? "task" : isText ? "paragraph" : "table", kind === "task" ? "tasks" : "blocks");
    if (isText) {
      row.querySelector("select").value = kind;
      row.querySelector(".piece-label").value = kind === "bullet" ? "-" : "";
      dress(row);
    }
    return settle(row, body, after);
  };

  const addAfter = (row) => {
    if (row.dataset.row === "tasks") return addPiece("task", row);
    if (row.dataset.row === "blocks") return addPiece(TEXT_KINDS.includes(row.dataset.kind) && row.dataset.kind === "bullet" ? "bullet" : "paragraph", row);
    return settle(make(row.dataset.row, row.dataset.row), row.parentElement, row);
  };

  // --- moving, removing

  const move = (row, by) => {
    unfoldAround(row);
    const rows = siblings(row);
    const other = rows[rows.indexOf(row) + by];
    if (!other) return;
    const focused = document.activeElement;
    if (by < 0) other.before(row);
    else other.after(row);
    if (row.contains(focused)) focused.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    arrange();
    changed(row);
    tell("moved", { n: siblings(row).indexOf(row) + 1 });
  };

  const remove = (row) => {
    unfoldAround(row);
    const rows = siblings(row);
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    undo.taken = { row, list: row.parentElement, before: row.nextSibling };
    undo.button.hidden = false;
    row.remove();
    if (current === row) current = null;
    arrange();
    changed(form);
    tell("removed");
    const box = next?.querySelector("summary, textarea, input:not([type=hidden])") ?? form.querySelector(`[data-none="${row.dataset.row}"] + button`);
    box?.focus();
  };

  // the row that was removed last comes back where it was
  const undo = { button: document.getElementById("undo"), taken: null };
  undo.button.addEventListener("click", () => {
    const { row, list, before } = undo.taken;
    list.insertBefore(row, before?.isConnected ? before : null);
    undo.button.hidden = true;
    arrange();
    changed(row);
    row.scrollIntoView({ block: "center" });
    row.querySelector("textarea, input:not([type=hidden])")?.focus();
  });

  const obey = (order) => {
    const [name, verb, key] = order.split(":");
    if (name === "body") return addPiece(verb, current?.isConnected ? current : null);
    const row = key ? rowOf(name, key) : null;
    if (verb === "add") return row ? addAfter(row) : settle(make(name, name), listOf(name), null);
    if (verb === "up" || verb === "down") return move(row, verb === "up" ? -1 : 1);
    if (verb === "remove") return remove(row);
    return undefined;
  };
  const ours = (order) => /^body:/.test(order) || /^\w+:(add|up|down|remove)(:|$)/.test(order);

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button || !ours(button.value)) return;
    event.preventDefault();
    button.closest("details.menu")?.removeAttribute("open");
    obey(button.value);
  });

  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || !event.altKey || event.ctrlKey || event.metaKey) return;
    const does = { ArrowUp: () => move(row, -1), ArrowDown: () => move(row, 1), Enter: () => addAfter(row) }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });

  form.addEventListener("focusin", (event) => {
    const piece = event.target.closest(".piece");
    if (piece) current = piece;
    if (event.target.matches("textarea, input.form-control")) lastBox = event.target;
  });

  // --- how a piece looks, the outline, folded sections

  const dress = (row) => {
    const kind = row.querySelector("select")?.value ?? row.dataset.kind;
    row.classList.remove(...TEXT_KINDS.map((one) => `piece-${one}`));
    row.classList.add(`piece-${kind}`);
    row.dataset.kind = kind;
  };

  const headings = () => [...body.querySelectorAll('[data-kind="section"], [data-kind="heading"]')];

  const outline = () => {
    const lines = headings().map((row) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${row.id}`;
      link.textContent = `${row.querySelector(".piece-label").value} ${row.querySelector(".piece-text").value}`.trim().slice(0, 90) || "…";
      if (row.dataset.kind === "heading") line.className = "outline-inner";
      line.append(link);
      return line;
    });
    document.getElementById("outline").replaceChildren(...lines);
  };

  const fold = () => {
    let folded = false;
    for (const row of siblings(body.firstElementChild ?? body)) {
      const isSection = row.dataset.kind === "section";
      const button = row.querySelector(":scope > .piece-line > .fold");
      if (button) button.hidden = !isSection;
      if (isSection) folded = row.classList.contains("folded");
      else if (row.dataset.kind !== undefined || row.dataset.row === "tasks") row.classList.toggle("folded-away", folded);
      if (isSection) button.setAttribute("aria-expanded", String(!folded));
    }
  };

  const sectionOf = (row) => {
    let one = row;
    while (one && one.dataset.kind !== "section") one = one.previousElementSibling;
    return one;
  };

  const unfoldAround = (row) => {
    if (row.parentElement !== body) return;
    for (const one of [row, row.previousElementSibling, row.nextElementSibling]) {
      const section = one && sectionOf(one);
      section?.classList.remove("folded");
    }
    fold();
  };

  const arrange = () => {
    fold();
    outline();
    form.querySelectorAll("[data-none]").forEach((line) => {
      line.hidden = Boolean(form.querySelector(`[data-row="${line.dataset.none}"]`));
    });
    total();
  };

  const show = (hash) => {
    const target = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    const piece = target?.closest(".piece");
    if (!piece) return;
    unfoldAround(piece);
    if (piece.tagName === "DETAILS") piece.open = true;
    target.scrollIntoView();
  };

  body.addEventListener("click", (event) => {
    const button = event.target.closest(".fold");
    if (!button) return;
    button.closest(".piece").classList.toggle("folded");
    fold();
  });

  const foldAll = (folded) => {
    body.querySelectorAll('[data-kind="section"]').forEach((row) => row.classList.toggle("folded", folded));
    fold();
  };

  form.querySelectorAll("[data-fold]").forEach((button) => button.addEventListener("click", () => foldAll(button.dataset.fold === "all")));
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) show(link.hash);
  });
  window.addEventListener("hashchange", () => show(window.location.hash));

  // --- while typing

  const total = () => {
    const sums = [...form.querySelectorAll("[data-amount]")].map((box) => Number(box.value.replace(/đồng/g, "").replace(/[.\s]/g, "")) || 0);
    form.querySelector("[data-total-line]").hidden = sums.length === 0;
    form.querySelector("[data-total]").textContent = `${sums.reduce((sum, one) => sum + one, 0).toLocaleString("vi-VN")} đồng`;
  };

  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-amount]")) total();
    const row = event.target.closest(".piece");
    if (!row) return;
    if (event.target.matches("select")) dress(row);
    if (["section", "heading"].includes(row.dataset.kind) || event.target.matches("select")) arrange();
    const shown = /^tasks\..*\.(label|text)$/.exec(event.target.name ?? "");
    if (shown) row.querySelector(`[data-shows="${shown[1]}"]`).textContent = event.target.value.slice(0, 140);
  });

  // --- phrases and citations

  const insertAtCursor = (text) => {
    const box = lastBox?.isConnected ? lastBox : null;
    if (!box) return;
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    const phrase = event.target.closest("[data-phrase]");
    if (phrase?.dataset.phrase === "inline") insertAtCursor(phrase.textContent);
    if (phrase?.dataset.phrase === "paragraph") {
      const row = addPiece("paragraph", current?.isConnected ? current : null);
      row.querySelector(".piece-text").value = phrase.textContent;
      changed(row);
    }
    const cite = event.target.closest("[data-cite]");
    if (cite) {
      const row = cite.closest("[data-row]");
      row.querySelector("textarea").value = cite.dataset.cite;
      row.querySelector(".offers").replaceChildren();
      row.querySelector("textarea").focus();
      changed(row);
    }
  });

  document.querySelectorAll("[data-script]").forEach((one) => {
    one.hidden = false;
  });
  if (body.children.length > LONG && !document.getElementById("errors")) foldAll(true);
  arrange();
  show(window.location.hash);
}
