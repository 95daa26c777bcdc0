// Order entry works without this: here a scan is never lost while the page thinks, and stock shows while one types.
(() => {
  "use strict";
  const print = document.querySelector("[data-print]");
  if (print) print.addEventListener("click", () => window.print());
  let form = document.querySelector("form[data-entry]");
  if (!form) return;
  const scans = []; // what was scanned and not sent yet
  const quiet_ms = 250;
  let busy = false, asking = false, looking = 0, again = false;

  const at = (id) => document.getElementById(id);
  function body(doing, add) {
    const sent = new URLSearchParams(new FormData(form));
    if (add !== undefined) sent.set("add", add);
    sent.set("do", doing);
    return sent;
  }
  async function ask(sent) {
    const answer = await fetch("/orders/new", { method: "POST", body: sent, credentials: "same-origin" });
    if (answer.redirected) { location.assign(answer.url); return null; }
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }
  function typed() {
    return new Map([...form.querySelectorAll("input[id], select[id]")].map((one) => [one.id, one.value]));
  }
  // The form as the centre answers it, with what was typed meanwhile and with the cursor where one is.
  function take(page, before) {
    const fresh = page && page.querySelector("form[data-entry]");
    if (!fresh) { location.reload(); return; }
    const now = typed(), here = document.activeElement, moved = here && here.id && (here.id !== before.focus || before.values.get(here.id) !== here.value);
    const range = moved && here.selectionStart !== undefined && here.selectionStart !== null ? [here.selectionStart, here.selectionEnd] : null;
    document.adoptNode(fresh);
    form.replaceWith(fresh);
    form = fresh;
    for (const [id, value] of now) {
      const field = at(id);
      if (field && before.values.get(id) !== value) field.value = value;
    }
    const wanted = form.querySelector("[autofocus]");
    const back = moved && at(here.id);
    const next = back || wanted;
    if (next) { next.focus(); if (back && range && next.setSelectionRange) next.setSelectionRange(...range); else if (next.select) next.select(); }
  }
  async function send(doing, add) {
    busy = true;
    const before = { values: typed(), focus: document.activeElement && document.activeElement.id };
    try { take(await ask(body(doing, add)), before); }
    finally { busy = false; }
    if (again) { again = false; soon(); }
    if (scans.length) send("next", scans.shift());
  }
  // Only what is told beside the fields is taken over: nothing moves under the fingers.
  async function look() {
    looking = 0;
    if (busy || asking) { again = true; return; }
    asking = true;
    let page = null;
    try { page = await ask(body("look")); } finally { asking = false; }
    if (again) { again = false; soon(); }
    if (!page || busy) return;
    const parts = ["outlook", "matches", ...[...form.querySelectorAll("[id^=sum-], [id^=stock-]")].map((one) => one.id)];
    for (const id of parts) {
      const old = at(id), fresh = page.getElementById(id);
      if (!old || !fresh || old.contains(document.activeElement) || old.isEqualNode(fresh)) continue;
      old.replaceWith(document.adoptNode(fresh));
    }
  }
  function soon() {
    clearTimeout(looking);
    looking = setTimeout(() => { look().catch(quietly); }, quiet_ms);
  }
  // The network is away: the buttons of the form still say so when they are pressed.
  function quietly(error) { if (!(error instanceof TypeError)) throw error; }

  document.addEventListener("input", (typing) => { if (form.contains(typing.target)) soon(); });
  document.addEventListener("change", (changed) => { if (changed.target.matches("select")) soon(); });
  document.addEventListener("submit", (sent) => {
    const by = sent.submitter;
    if (sent.target !== form || !by || by.value === "place") return;
    sent.preventDefault();
    sent.stopImmediatePropagation();
    if (!busy) send(by.value).catch(quietly);
  }, true);
  function finds() { return [...form.querySelectorAll(".finds button")]; }
  document.addEventListener("keydown", (press) => {
    if (press.ctrlKey || press.metaKey || press.altKey || !form.contains(press.target) && press.target !== document.body) return;
    const goes = { F2: "f-add", F4: "f-who", F8: "f-method" }[press.key];
    if (goes) { press.preventDefault(); at(goes).focus(); if (at(goes).select) at(goes).select(); return; }
    if (press.key === "F9") { press.preventDefault(); at("f-place").click(); return; }
    const all = finds(), place = all.indexOf(document.activeElement);
    if (press.key === "ArrowDown" && all.length && (place >= 0 || ["f-add", "f-who"].includes(press.target.id))) {
      press.preventDefault();
      all[Math.min(place + 1, all.length - 1)].focus();
    } else if (press.key === "ArrowUp" && place >= 0) {
      press.preventDefault();
      (place ? all[place - 1] : at("f-add")).focus();
    } else if (press.key === "Escape" && place >= 0) { press.stopPropagation(); at("f-add").focus(); }
    else if (press.key === "Enter" && press.target.matches("input")) enter(press);
  }, true);
  function enter(press) {
    press.preventDefault();
    const field = press.target;
    if (field.id === "f-add" && field.value.trim()) {
      clearTimeout(looking);
      scans.push(field.value);
      field.value = "";
      if (!busy) send("next", scans.shift()).catch(quietly);
    } else if (field.id === "f-who" && field.value.trim()) {
      if (!busy) send("next", "").catch(quietly);
    } else {
      const all = [...form.querySelectorAll("input:not([type=hidden]), select, button.main")].filter((one) => one.offsetParent);
      const next = all[all.indexOf(field) + 1];
      if (next) { next.focus(); if (next.select) next.select(); }
    }
  }
  const first = form.querySelector("[autofocus]");
  if (first) first.focus();
})();
