// Pages work without this: it keeps marked parts fresh, says when it can not, and moves by keys.
(() => {
  "use strict";
  const quiet_s = 1;
  const word = document.getElementById("live");
  // What a form was answered with when it was refused can not be asked for again: it stands as it is.
  const [arrival] = performance.getEntriesByType("navigation");
  const refused = arrival !== undefined && arrival.responseStatus >= 400;
  const parts = () => refused ? [] : document.querySelectorAll("[data-live]");

  // Live parts: the centre says that something changed, the page asks for itself again and takes over what differs.
  let source = null, due = 0, asking = false, again = false, composing = false;

  function say(text) {
    if (word && word.textContent !== text) word.textContent = text;
  }
  function clock() {
    const now = new Date();
    return String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
  }
  // What stands in a part and is not in the answer of the centre: what was typed, what was opened, where one was.
  function kept(part) {
    const at = part.contains(document.activeElement) ? document.activeElement : null;
    const fields = [...part.querySelectorAll("input[id], textarea[id], select[id]")].filter((one) =>
      one === at || one.value !== one.defaultValue || one.checked !== one.defaultChecked);
    return {
      key: at && at.getAttribute("data-key"), field: at && at.id, range: at && at.selectionStart !== undefined && at.type !== "checkbox" ? [at.selectionStart, at.selectionEnd] : null,
      fields: fields.map((one) => [one.id, one.value, one.checked]),
      open: new Set([...part.querySelectorAll("details[open][data-key]")].map((one) => one.dataset.key)),
      top: part.scrollTop, scrolled: [...part.querySelectorAll("aside")].map((one) => one.scrollTop),
    };
  }
  function restore(part, was) {
    for (const one of part.querySelectorAll("details[data-key]")) if (was.open.has(one.dataset.key)) one.open = true;
    for (const [id, value, checked] of was.fields) {
      const field = part.querySelector("#" + CSS.escape(id));
      if (field) { field.value = value; field.checked = checked; }
    }
    part.scrollTop = was.top;
    part.querySelectorAll("aside").forEach((one, at) => { one.scrollTop = was.scrolled[at] || 0; });
    const back = (was.key && part.querySelector('[data-key="' + CSS.escape(was.key) + '"]'))
      || (was.field && part.querySelector("#" + CSS.escape(was.field)));
    if (!back) return;
    back.focus({ preventScroll: true });
    if (was.range && back.setSelectionRange) back.setSelectionRange(...was.range);
  }
  function take(part, fresh) {
    if (part.isEqualNode(fresh)) return;
    const was = kept(part);
    const known = new Map([...part.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
    for (const row of fresh.querySelectorAll("[data-row]")) {
      const before = known.get(row.dataset.row);
      if (!before || !before.isEqualNode(row)) row.classList.add("fresh");
    }
    part.replaceWith(fresh);
    restore(fresh, was);
  }
  async function refresh() {
    if (asking || composing) { again = true; return; }
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
  // A word that is being put together (Japanese, Arabic, accents) is not taken away under the fingers.
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; if (again) { again = false; soon(); } });
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
      if (word && !word.textContent) say(word.dataset.away + " " + clock());
      if (source && source.readyState === EventSource.CLOSED) { source = null; setTimeout(follow, 10000); }
    });
  }
  // What is counted in minutes grows by itself: such a part is looked at again every so many seconds.
  const every_s = Math.min(...[...document.querySelectorAll("[data-every]")].map((one) => Number(one.dataset.every)));
  if (Number.isFinite(every_s) && !refused) setInterval(() => { if (!document.hidden) soon(); }, every_s * 1000);
  // A hidden page keeps no connection: browsers allow six to a host.
  function attend() {
    if (document.hidden) {
      if (source) { source.close(); source = null; }
    } else if (!source) {
      follow();
      if (attend.before && !refused) soon();
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
  // Who comes back to a page may send its form again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
  document.addEventListener("DOMContentLoaded", attend);
})();
