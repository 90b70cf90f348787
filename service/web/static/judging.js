// Judging by keyboard: one keystroke says something of the claim that is shown and goes on, one more takes it back.

import { Outbox, newTagId } from "./outbox.js";
import { Screens, fetchPage } from "./screens.js";

const MOST_LISTED = 8;

const queue = document.getElementById("queue");
const list = document.getElementById("judged");
const connection = document.getElementById("connection");
const begin = location.pathname + location.search;
let formToken = queue.querySelector("input[name=form_token]")?.value ?? "";

const said = {
  waiting: (one) => (one.why ? `not saved yet: ${one.why}, retrying` : "saving"),
  saved: () => "saved",
  withdrawing: (one) => (one.why ? `not undone yet: ${one.why}, retrying` : "undoing"),
  withdrawn: () => "undone",
  refused: (one) => `refused: ${one.why || "the server did not say why"}`,
};

const outbox = new Outbox(`hearsay ${queue.dataset.reviewer} ${queue.dataset.scale}`, {
  post: (fields, signal) => fetch(begin, {
    method: "POST", signal, redirect: "error", headers: { Accept: "application/json" },
    body: new URLSearchParams({ form_token: formToken, ...fields }),
  }),
  async renew() {
    const page = await fetchPage(begin);
    const found = page?.querySelector("#queue[data-judging] input[name=form_token]")?.value;
    if (!found || found === formToken) return false;
    formToken = found;
    return true;
  },
  changed(record) {
    show(record);
    // What was judged before this page came is shown again where the queue begins.
    if (record.state === "withdrawn" && !record.claim && outbox.unsaved.length === 0) location.reload();
    tellOfConnection();
  },
});

const isJudged = (claim) =>
  outbox.records.some((one) => one.claim === claim && one.state !== "withdrawn" && one.state !== "refused");
const screens = new Screens(document.getElementById("screen"), isJudged);

function judge(button) {
  const form = button.form;
  if (button.getAttribute("aria-pressed") === "true") return;
  const value = (name) => form.elements[name].value;
  const record = {
    id: newTagId(), claim: value("claim"), claimRev: value("claim_rev"), term: button.value, note: value("note"),
    name: button.dataset.name, statement: form.closest(".case").querySelector(".statement").textContent,
  };
  outbox.add(record);
  if (!form.elements.stay?.checked) goOn();
}

function goOn() {
  if (screens.next()) return;
  // What comes next is not here yet: either nothing does, or there is no connection.
  const waiting = document.createElement("article");
  waiting.className = "case over";
  const title = document.createElement("h2");
  title.tabIndex = -1;
  title.textContent = screens.following ? "The next claim is on its way" : "That was the last one";
  const more = document.createElement("p");
  const link = document.createElement("a");
  link.href = screens.following ?? queue.querySelector(".kicker a").href;
  link.textContent = screens.following ? "Load it" : "What else there is to review";
  more.append(link);
  waiting.append(title, more);
  if (screens.following) waiting.dataset.skip = screens.following;
  screens.replace(waiting);
  if (screens.following) tryAgain(1_000);
}

function tryAgain(afterMs) {
  setTimeout(async () => {
    if (screens.claim) return;
    await screens.fetchAhead();
    if (!screens.next()) tryAgain(Math.min(30_000, afterMs * 2));
  }, afterMs);
}

function undo(id) {
  const record = outbox.records.find((one) => one.id === id);
  outbox.undo(id);
  if (record?.claim) screens.back(record.claim);
}

function undoLast() {
  const last = [...list.children].find((item) => item.querySelector("button[name=withdraw]"));
  if (last) undo(last.dataset.tag);
}

function show(record) {
  let item = [...list.children].find((one) => one.dataset.tag === record.id);
  if (!item) item = makeItem(record);
  const state = item.querySelector("[data-state]");
  state.textContent = said[record.state](record);
  state.className = record.state === "refused" ? "refusal" : record.why && record.todo.length > 0 ? "unsaved" : "note";
  const isHeld = record.state !== "withdrawn" && record.state !== "refused";
  if (!isHeld) item.querySelector("form")?.remove();
  if (record.claim && record.claim === screens.claim) press(record.term, isHeld);
}

// Where somebody stays with a claim, the buttons say what they said of it.
function press(term, isHeld) {
  const button = [...screens.form.querySelectorAll("button[name=term]")].find((one) => one.value === term);
  button?.setAttribute("aria-pressed", isHeld);
}

function makeItem(record) {
  document.getElementById("none-yet")?.remove();
  const item = document.createElement("li");
  item.dataset.tag = record.id;
  const line = document.createElement("p");
  const value = document.createElement("strong");
  value.className = "value";
  value.textContent = record.name ?? "";
  const link = document.createElement("a");
  link.href = `/claims/${record.claim}`;
  link.dir = "auto";
  link.textContent = record.statement ?? "";
  line.append(value, " ", link);
  const below = document.createElement("div");
  below.className = "state";
  const state = document.createElement("span");
  state.dataset.state = "";
  const form = document.createElement("form");
  form.method = "post";
  const button = document.createElement("button");
  Object.assign(button, { className: "bare", name: "withdraw", value: record.id, textContent: "Undo" });
  button.setAttribute("aria-label", `Undo: ${record.name ?? ""}, ${record.statement ?? ""}`);
  form.append(button);
  below.append(state, form);
  item.append(line, below);
  list.prepend(item);
  while (list.children.length > MOST_LISTED && isSettled(list.lastElementChild)) list.lastElementChild.remove();
  return item;
}

function isSettled(item) {
  return ["saved", "undone"].includes(item.querySelector("[data-state]").textContent);
}

function tellOfConnection() {
  const unsaved = outbox.unsaved.filter((one) => one.why);
  const isOut = unsaved.some((one) => one.why === "you are signed out");
  connection.classList.toggle("trouble", unsaved.length > 0);
  connection.textContent = unsaved.length === 0 ? ""
    : `${unsaved.length} not saved yet. They are kept in this tab and sent again by themselves.`;
  if (isOut) {
    const link = document.createElement("a");
    link.href = `/session?next=${encodeURIComponent(begin)}`;
    link.textContent = "Sign in again";
    connection.append(" ", link, ".");
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  const isWriting = event.target.closest?.("textarea, input:not([type=checkbox]), select");
  if (isWriting) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const button = screens.form?.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button) judge(button);
  else if (event.key === "m" && screens.form?.elements.stay) screens.form.elements.stay.click();
  else if (event.key === "u") undoLast();
  else if (event.key === "s" && screens.claim) goOn();
  else if (event.key === "n" && screens.form) screens.form.elements.note.focus();
  else return;
  event.preventDefault();
});

queue.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const skip = event.target.closest("a.go-on");
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (button?.name === "term") judge(button);
  else if (button?.name === "withdraw") undo(button.value);
  else if (skip && screens.claim && isPlain) goOn();
  else return;
  event.preventDefault();
});

addEventListener("beforeunload", (event) => {
  if (outbox.unsaved.length > 0) event.preventDefault();
});
addEventListener("online", () => screens.fetchAhead());

queue.classList.add("scripted");
outbox.start();
if (screens.claim && isJudged(screens.claim)) goOn();
screens.fetchAhead();
