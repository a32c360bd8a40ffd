// The review by keys. Every key presses a button that stands on the page; without this script the buttons do the same.
// What was done is kept in this tab until it is saved, so that nothing is lost when a sign-in ends.
(() => {
  const STORE = "review:";
  const LETTERS = "review-letters";
  const KEPT = ["base", "step", "instance", "revision", "document_hash", "command_id", "acts", "at"];
  const CONTENT = "input, textarea, select";
  const dialog = document.getElementById("keys");
  const root = () => document.getElementById("review");
  if (!root() || !dialog) return;

  // ---- keys

  // An input method gives "â" for the second of two presses of A; other marks are words being typed.
  const DOUBLED = { â: "a", ê: "e", đ: "d" };
  const nameOf = (event) => {
    const bare = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const name = DOUBLED[bare] ?? bare;
    if (event.ctrlKey || event.metaKey) return `Ctrl+${name}`;
    return event.shiftKey && /^[a-z]$/.test(name) ? `Shift+${name}` : name;
  };

  const letters = dialog.querySelector("[data-letters]");
  letters.checked = localStorage.getItem(LETTERS) !== "off";
  letters.addEventListener("change", () => localStorage.setItem(LETTERS, letters.checked ? "on" : "off"));

  const withKey = (attribute, name) =>
    [...root().querySelectorAll(`[${attribute}]`)].find((one) => one.getAttribute(attribute).split(" ").includes(name));

  const isOff = (name, target) => {
    const typing = target.matches(CONTENT) && target.type !== "checkbox";
    if (name === "Escape" || name.startsWith("Ctrl+")) return false;
    if (typing) return true;
    if (["Enter", " "].includes(name)) return target.matches("button, a, summary, label, input");
    if (name.startsWith("Arrow")) return Boolean(target.closest(".review-source"));
    return /^(Shift\+)?[a-z]$/.test(name) && !letters.checked;
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || dialog.open) return;
    const name = nameOf(event);
    if (isOff(name, event.target)) return;
    if (name === "g" && nextMissed()) return event.preventDefault();
    const toggle = withKey("data-toggle-keys", name);
    const box = withKey("data-focus-keys", name);
    const button = withKey("data-keys", name);
    if (!toggle && !box && (!button || button.disabled)) return;
    event.preventDefault();
    if (event.repeat) return;
    if (toggle) toggle.checked = !toggle.checked;
    else if (box) box.focus();
    else button.click();
  });

  const nextMissed = () => {
    const missed = [...root().querySelectorAll(".in-missed .line-take")];
    if (!missed.length) return false;
    const after = missed.indexOf(document.activeElement) + 1;
    show("source");
    missed[after % missed.length].focus();
    return true;
  };

  // ---- the page after each press

  const show = (pane) => {
    root().dataset.pane = pane;
    root()
      .querySelectorAll("[data-pane]")
      .forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.pane === pane)));
    if (pane === "source") scrollSource();
  };

  const scrollSource = () => {
    const line = root().querySelector(".review-source .is-current");
    const pane = root().querySelector(".review-source");
    if (!line || !pane) return;
    const isPane = getComputedStyle(pane).overflowY === "auto";
    if (isPane) pane.scrollTop += line.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    line.scrollIntoView({ block: isPane ? "nearest" : "center" });
  };

  const focusCurrent = () => {
    const current = root().querySelector("[data-current]");
    const target =
      root().querySelector("#errors, [aria-invalid=true]") ??
      current?.querySelector("[autofocus]") ??
      (current?.hasAttribute("tabindex") ? current : current?.querySelector(CONTENT)) ??
      current;
    target?.focus({ preventScroll: true });
    const top = current?.getBoundingClientRect().top ?? 0;
    if (target !== current) target?.scrollIntoView({ block: "nearest" });
    else if (top < 60 || top > window.innerHeight * 0.6) current?.scrollIntoView({ block: "start" });
  };

  const opened = {};
  let shown = "facts";

  const keep = () => {
    const form = document.getElementById("review-form");
    const key = STORE + root().dataset.plan;
    if (form.elements.acts.value === "[]") sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(KEPT.map((name) => [name, form.elements[name].value])));
  };

  const prepare = () => {
    root().querySelector("[data-panes]").hidden = false;
    root().querySelector("[data-help]").hidden = false;
    root().querySelectorAll("details[data-keep]").forEach((one) => {
      if (one.dataset.keep in opened) one.open = opened[one.dataset.keep];
      one.addEventListener("toggle", () => (opened[one.dataset.keep] = one.open));
    });
    show(shown);
    scrollSource();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) dialog.showModal();
    const tab = event.target.closest("button[data-pane]");
    if (tab) show((shown = tab.dataset.pane));
    if (event.target.closest("[data-show-source]")) show((shown = "source"));
    if (event.target.closest(".mark, .line-take")) shown = "facts";
  });

  new MutationObserver((changes) => {
    const isNew = changes.some((change) => [...change.addedNodes].some((node) => node.id === "review"));
    if (!isNew) return;
    prepare();
    focusCurrent();
    keep();
  }).observe(document.getElementById("main"), { childList: true });

  // ---- an answer that is no page of the review, or none at all: what stands here stays

  const ANSWERS = [200, 204, 409, 422];
  const fail = () => {
    const notice = root().querySelector("[data-failed]");
    notice.hidden = false;
    notice.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("htmx:before:response", (event) => {
    const raw = event.detail.ctx?.response?.raw;
    if (event.target.id !== "review-form" || !raw || raw.headers.has("HX-Redirect") || ANSWERS.includes(raw.status)) return;
    event.preventDefault();
    fail();
  });
  document.addEventListener("htmx:error", (event) => event.target.id === "review-form" && fail());

  // ---- coming back

  const resume = () => {
    const stored = JSON.parse(sessionStorage.getItem(STORE + root().dataset.plan) ?? "null");
    const form = document.getElementById("review-form");
    if (!stored || form.elements.acts.value !== "[]") return false;
    stored.forEach(([name, value]) => (form.elements[name].value = value));
    const button = document.createElement("button");
    Object.assign(button, { type: "submit", name: "do", value: "resume", hidden: true });
    form.append(button);
    button.click();
    return true;
  };

  if ("saved" in root().dataset) {
    sessionStorage.removeItem(STORE + root().dataset.plan);
    history.replaceState(null, "", location.pathname);
  }
  prepare();
  if (!resume()) focusCurrent();
})();
