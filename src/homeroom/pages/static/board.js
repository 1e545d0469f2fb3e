// A board that asks for itself again. Without script its Reload link does the same.
// Only parts that have changed are put in place, and none from under the reader's finger.
const board = document.querySelector(".board[data-from]");
const aloud = document.querySelector("[data-aloud]");
const [lost, over] = ["[data-lost]", "[data-over]"].map((one) => document.querySelector(one));
const now = () => Date.now() / 1000;
let tag = "", heard = now(), spoken = now(), told = board?.dataset.said, asking = false, ended = false;

async function ask() {
  if (document.hidden || ended) return;
  const answer = await fetch(board.dataset.from, {headers: {"If-None-Match": tag}, redirect: "manual", cache: "no-store"});
  if (answer.type === "opaqueredirect" || answer.status === 404) return end();
  if (!answer.ok && answer.status !== 304) return;
  heard = now();
  document.querySelector("[data-heard]").textContent = answer.headers.get("Lab-Heard");
  if (answer.status !== 304 && put(new DOMParser().parseFromString(await answer.text(), "text/html"))) tag = answer.headers.get("ETag");
}

// Whether everything could be put in place; what could not is asked for again.
function put(page) {
  const keys = (where) => [...where.querySelectorAll("[data-part]")].map((one) => one.dataset.part).join();
  const from = page.querySelector(".board");
  if (!from) return false;
  let whole = true;
  if (keys(board) !== keys(from)) {
    if (board.contains(document.activeElement)) return false;
    board.replaceChildren(...from.childNodes);
  } else {
    for (const next of from.querySelectorAll("[data-part]")) whole = swap(board.querySelector(`[data-part="${next.dataset.part}"]`), next) && whole;
  }
  board.dataset.said = from.dataset.said;
  return whole;
}

function swap(old, next) {
  if (old.isEqualNode(next)) return true;
  if (!old.contains(document.activeElement)) return old.replaceWith(next), true;
  old.className = next.className;
  old.querySelector(".known")?.replaceWith(next.querySelector(".known"));
  return false;
}

function end() {
  ended = true;
  over.hidden = false;
  board.classList.add("old");
}

// The counts are read aloud when they have changed, and not in one breath with what was said before.
function speak() {
  if (board.dataset.said === told || now() - spoken < board.dataset.apart) return;
  aloud.textContent = told = board.dataset.said;
  spoken = now();
}

function look() {
  if (ended) return;
  lost.hidden = now() - heard <= board.dataset.silent;
  board.classList.toggle("old", !lost.hidden);
  speak();
}

if (board) {
  // One question at a time, however slow the answer.
  const again = () => {
    if (asking) return;
    asking = true;
    ask().catch(() => {}).finally(() => { asking = false; look(); });
  };
  setInterval(again, board.dataset.every * 1000);
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", again);
}
