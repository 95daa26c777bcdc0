// Pages work without this: it keeps marked parts fresh, says when it can not, and moves by keys.
(() => {
  "use strict";
  const quiet_s = 1;
  const word = document.getElementById("live");
  const parts = () => document.querySelectorAll("[data-live]");

  // Live parts: the centre says that something changed, the page asks for itself again and takes over what differs.
  let source = null, due = 0, asking = false, again = false;

  function say(text) {
    if (word && word.textContent !== text) word.textContent = text;
  }
  function clock() {
    const now = new Date();
    return String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
  }
  function busy(part) {
    const at = document.activeElement;
    return part.contains(at) && at.matches("input:not([type=hidden]), textarea, select");
  }
  function take(part, fresh) {
    if (part.isEqualNode(fresh) || busy(part)) return;
    const at = document.activeElement;
    const key = part.contains(at) ? at.getAttribute("data-key") : null;
    const open = new Set([...part.querySelectorAll("details[open][data-key]")].map((one) => one.dataset.key));
    const known = new Map([...part.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
    const top = part.scrollTop;
    for (const row of fresh.querySelectorAll("[data-row]")) {
      const before = known.get(row.dataset.row);
      if (!before || !before.isEqualNode(row)) row.classList.add("fresh");
    }
    part.replaceWith(fresh);
    fresh.scrollTop = top;
    for (const one of fresh.querySelectorAll("details[data-key]")) if (open.has(one.dataset.key)) one.open = true;
    const back = key && fresh.querySelector('[data-key="' + CSS.escape(key) + '"]');
    if (back) back.focus({ preventScroll: true });
  }
  async function refresh() {
    if (asking) { again = true; return; }
    asking = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (answer.redirected) { location.reload(); return; }
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of parts()) {
        const fresh = page.getElementById(part.id);
        if (fresh) take(part, document.adoptNode(fresh));
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // the network is away: the stream says so
    } finally {
      asking = false;
      if (again) { again = false; soon(); }
    }
  }
  function soon() {
    if (due) return;
    due = setTimeout(() => { due = 0; refresh(); }, quiet_s * 1000 / 4);
  }
  function follow() {
    if (source || !parts().length || !window.EventSource) return;
    source = new EventSource("/live");
    source.addEventListener("open", () => { say(""); });
    source.addEventListener("change", soon);
    source.addEventListener("error", () => {
      if (word && !word.textContent) say("not live since " + clock());
      if (source && source.readyState === EventSource.CLOSED) { source = null; setTimeout(follow, 10000); }
    });
  }
  // A hidden page keeps no connection: browsers allow six to a host.
  function attend() {
    if (document.hidden) {
      if (source) { source.close(); source = null; }
    } else if (!source) {
      follow();
      if (attend.before) soon();
    }
    attend.before = true;
  }
  document.addEventListener("visibilitychange", attend);
  window.addEventListener("pagehide", () => { if (source) { source.close(); source = null; } });
  window.addEventListener("pageshow", attend);

  // Keys: "/" searches, j and k (or arrows) walk the rows, Enter opens, Escape closes what stands beside.
  function rows() { return [...document.querySelectorAll("a.row")]; }
  function step(by) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("keydown", (press) => {
    if (press.ctrlKey || press.metaKey || press.altKey) return;
    const typing = press.target.matches("input, textarea, select");
    if (press.key === "Escape") {
      if (typing) press.target.blur();
      else { const close = document.querySelector("a[data-close]"); if (close) close.click(); }
      return;
    }
    if (typing) return;
    const on_row = press.target.matches("a.row");
    if (press.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { press.preventDefault(); search.focus(); search.select(); }
    } else if (press.key === "j" || (on_row && press.key === "ArrowDown")) { press.preventDefault(); step(1); }
    else if (press.key === "k" || (on_row && press.key === "ArrowUp")) { press.preventDefault(); step(-1); }
  });
  // On a wide screen an order opens beside the list, without losing its place.
  const wide = window.matchMedia("(min-width: 1100px)");
  function beside(address) {
    history.pushState(null, "", address);
    refresh();
  }
  window.addEventListener("popstate", refresh);
  // A click anywhere in a row opens it; the link in it is what works without script.
  document.addEventListener("click", (click) => {
    if (click.button || click.ctrlKey || click.metaKey || click.shiftKey) return;
    const opener = click.target.closest("a[data-beside], a[data-close]");
    if (opener && (opener.hasAttribute("data-close") || wide.matches)) {
      click.preventDefault();
      beside(opener.dataset.beside || opener.href);
      return;
    }
    const row = click.target.closest("tr[data-row]");
    if (!row || click.target.closest("a, button, summary") || String(window.getSelection())) return;
    const link = row.querySelector("a.row");
    if (link) link.click();
  });
  // A form is sent once.
  document.addEventListener("submit", (sent) => {
    if (sent.target.dataset.sent) { sent.preventDefault(); return; }
    if (sent.target.method === "post") sent.target.dataset.sent = "1";
  });
  document.addEventListener("DOMContentLoaded", attend);
})();
