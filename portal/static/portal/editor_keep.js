// Nothing typed is lost: each pause keeps the form as a working copy on the server; until that has arrived it stays on
// this machine, per person and plan, and is offered again.
{
  const PAUSE = 1200; // after the last letter
  const LONGEST = 10000; // while somebody types on and on
  const form = document.getElementById("draft");
  const words = document.getElementById("keep-words").dataset;
  const state = document.getElementById("keeping");
  const notice = (id) => document.getElementById(id);
  const place = `thong-suot.draft.${form.dataset.person}.${form.dataset.plan}`;
  const edition = form.elements.namedItem("edition");
  let timer = null;
  let firstUnsent = 0;
  let typed = 0; // counts changes: what was sent may be older than what stands there
  let sending = null;
  let leaving = false;
  let blocked = false; // the person is asked first which of two working copies counts

  const say = (key, values = {}) => {
    state.hidden = false;
    state.textContent = Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key]);
  };
  const clock = (moment) => new Date(moment).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" });

  // --- on this machine

  const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const here = {
    read() {
      try {
        return JSON.parse(localStorage.getItem(place));
      } catch {
        return null;
      }
    },
    write() {
      try {
        localStorage.setItem(place, JSON.stringify({ at: Date.now(), base: form.elements.namedItem("base").value, fields: fields() }));
        return true;
      } catch {
        return false; // no room, or forbidden by the browser
      }
    },
    drop() {
      try {
        localStorage.removeItem(place);
      } catch {
        /* then there is nothing either */
      }
    },
  };

  // --- on the server

  const post = (extra) => {
    const data = new FormData(form);
    data.set("person", form.dataset.person);
    Object.entries(extra).forEach(([name, value]) => data.set(name, value));
    // asked as a part of a page: whoever is not signed in any more hears so, instead of getting the sign-in page
    return fetch(form.dataset.scratch, { method: "POST", body: new URLSearchParams(data), headers: { "HX-Request": "true" }, redirect: "error" });
  };

  const kept = (answer, version) => {
    edition.value = answer.edition;
    ["signed-out", "kept-elsewhere"].forEach((id) => (notice(id).hidden = true));
    if (version === typed) {
      here.drop();
      firstUnsent = 0;
      say("saved", { time: answer.saved });
    }
    if (answer.newer) {
      notice("saved-meanwhile").querySelector("[data-words]").textContent = answer.newer;
      notice("saved-meanwhile").hidden = Boolean(notice("newer"));
    }
  };

  const refused = async (answer) => {
    if (answer.status === 409) {
      const said = await answer.json();
      if (said.other_person) return ended("other");
      const words = notice("kept-elsewhere").querySelector("[data-words]");
      words.textContent = words.dataset.words.replace("{time}", said.saved);
      notice("kept-elsewhere").hidden = false;
      blocked = true;
      say("here");
    } else if (answer.status === 401) ended("ended");
    else if (answer.status === 403) await renew();
    else say(here.read() ? "here" : "lost");
    return undefined;
  };

  const ended = (why) => {
    const line = notice("signed-out").querySelector("p");
    line.textContent = line.dataset[why];
    notice("signed-out").hidden = false;
    say(here.read() ? "here" : "lost");
  };

  // True once the server has what stands in the form now.
  const send = async (extra = {}) => {
    clearTimeout(timer);
    timer = null;
    if (sending) await sending;
    const version = typed;
    say("sending");
    sending = post(extra).then(
      async (answer) => {
        if (answer.ok) kept(await answer.json(), version);
        else await refused(answer);
        return answer.ok;
      },
      () => {
        say(here.read() ? "here" : "lost");
        return false;
      },
    );
    const done = await sending;
    sending = null;
    return done;
  };

  // Signed in again, perhaps in another window: who is it, and with which token may the form be sent?
  const renew = async () => {
    const answer = await fetch(form.dataset.scratch, { headers: { "HX-Request": "true" }, redirect: "error" }).catch(() => null);
    if (answer?.status === 403) return say(here.read() ? "here" : "lost"); // signed in, but the plan is others' by now
    if (!answer?.ok) return ended("ended");
    const said = await answer.json();
    if (said.person !== form.dataset.person) return ended("other");
    form.elements.namedItem("csrfmiddlewaretoken").value = said.token;
    plan(0);
    return undefined;
  };

  const plan = (pause) => {
    clearTimeout(timer);
    if (leaving || blocked) return;
    const rest = firstUnsent ? Math.max(0, firstUnsent + LONGEST - Date.now()) : pause;
    timer = setTimeout(() => send(), Math.min(pause, rest));
  };

  const onTyped = () => {
    typed += 1;
    firstUnsent ||= Date.now();
    here.write();
    if (!blocked) say("typing");
    plan(PAUSE);
  };

  form.addEventListener("input", onTyped);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) send();
    if (document.visibilityState === "visible" && !notice("signed-out").hidden) renew();
  });
  window.addEventListener("focus", () => !notice("signed-out").hidden && renew());
  window.addEventListener("online", () => firstUnsent && plan(0));

  // Saving as a version: first it is certain that the server hears us. Where nobody is signed in, or the network is
  // gone, the form is not sent into the void.
  form.addEventListener("submit", (event) => {
    if (leaving) return;
    event.preventDefault();
    const button = event.submitter;
    here.write();
    send(blocked ? { take_over: "1" } : {}).then((arrived) => {
      if (!arrived && (!notice("signed-out").hidden || !navigator.onLine)) return;
      leaving = true;
      clearTimeout(timer);
      if (arrived) here.drop();
      form.requestSubmit(button);
    });
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });

  // --- what was kept before

  const showAgain = (stored) => {
    const again = document.createElement("form");
    again.method = "post";
    again.hidden = true;
    const token = ["csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value];
    const shown = stored.fields.filter(([name]) => name !== "do");
    for (const [name, value] of [...shown, token, ["do", "show"]]) {
      const box = document.createElement("textarea");
      box.name = name;
      box.value = value;
      again.append(box);
    }
    document.body.append(again);
    again.submit();
  };

  const offerHere = () => {
    const stored = here.read();
    if (!stored || "touched" in form.dataset) return;
    const line = notice("kept-here").querySelector("[data-words]");
    line.textContent = line.dataset.words.replace("{time}", clock(stored.at));
    notice("kept-here").hidden = false;
    // what the server keeps is the beginning of the same typing: one offer is enough
    const before = new Map(stored.fields).get("edition");
    const kept = notice("kept");
    if (kept && kept.dataset.edition === before) kept.hidden = true;
    notice("kept-here").querySelector("[data-here=restore]").addEventListener("click", () => showAgain(stored));
    notice("kept-here").querySelector("[data-here=drop]").addEventListener("click", () => {
      here.drop();
      notice("kept-here").hidden = true;
      if (kept) kept.hidden = false;
    });
  };

  document.querySelector("[data-kept=drop]")?.addEventListener("click", async () => {
    const answer = await post({ do: "drop" }).catch(() => null);
    if (answer?.ok) notice("kept").hidden = true;
  });
  document.querySelector("[data-elsewhere=mine]").addEventListener("click", async () => {
    blocked = false;
    await send({ take_over: "1" });
  });

  if (form.dataset.keptAt) say("saved", { time: form.dataset.keptAt });
  else say("fresh");
  offerHere();
  if ("touched" in form.dataset) onTyped();
}
