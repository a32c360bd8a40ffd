// The bell: a socket says that something is new, the page fetches what. Without the socket it looks every 30 seconds.
(() => {
  const bell = document.getElementById("bell");
  if (!bell?.dataset.url) return;

  const LOOK_EVERY = 30000;
  const SIGNED_OUT = 4401;
  const count = bell.querySelector("[data-count]");
  const items = bell.querySelector("[data-items]");
  const voice = bell.querySelector("p[data-voice]");
  const title = document.title;
  let unread = null;
  let pause = 1000;
  let timer = 0;
  let nextLook = 0;
  let over = false;
  let asked = 0;

  const jitter = (milliseconds) => milliseconds * (0.75 + Math.random() / 4);
  const inUse = () => bell.open && items.contains(document.activeElement);

  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-unread]");
    if (!fresh) return;
    const now = Number(fresh.dataset.unread);
    count.textContent = now > 99 ? "99+" : String(now);
    count.hidden = now === 0;
    document.title = now ? `(${now}) ${title}` : title;
    if (unread !== null && now > unread) voice.textContent = fresh.dataset.voice;
    unread = now;
    if (!inUse()) items.replaceChildren(fresh);
  };

  // The earlier of two looks stays: rings that follow each other must not put it off.
  const lookLater = (after) => {
    const at = Date.now() + after;
    if (over || (timer && nextLook <= at)) return;
    clearTimeout(timer);
    nextLook = at;
    timer = setTimeout(look, after);
  };

  const end = () => {
    over = true;
    clearTimeout(timer);
  };

  // Of two answers under way the later question wins. 401: signed out elsewhere; the next click leads to the sign-in.
  const look = async () => {
    const question = ++asked;
    timer = 0;
    try {
      const answer = await fetch(bell.dataset.url, { headers: { "HX-Request": "true" }, cache: "no-store" });
      if (answer.status === 401) return end();
      const html = answer.ok ? await answer.text() : "";
      if (question === asked) show(html);
    } catch {
      // No connection: the next look shows what was missed.
    }
    if (question === asked) lookLater(jitter(LOOK_EVERY));
  };

  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${bell.dataset.socket}`);
    socket.addEventListener("open", () => {
      pause = 1000;
      lookLater(Math.random() * 250);
    });
    socket.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      if (message.type === "ring") lookLater(Math.random() * message.within);
    });
    socket.addEventListener("close", (event) => {
      if (event.code === SIGNED_OUT) lookLater(0);
      else if (!over) setTimeout(connect, jitter(pause));
      pause = Math.min(pause * 2, LOOK_EVERY);
    });
  };

  bell.addEventListener("toggle", () => bell.open && lookLater(0));
  document.addEventListener("visibilitychange", () => document.hidden || lookLater(0));
  look();
  connect();
})();
