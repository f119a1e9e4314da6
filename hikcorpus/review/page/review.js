// The page: a list of threads, the one that is open, and the decision on it.

import { Saving } from "./saving.js";
import { make, show } from "./thread.js";

const SIGNS = { include: "✓", exclude: "✕", unsure: "?" };
const at = (id) => document.getElementById(id);
const verdicts = [...document.querySelectorAll("[data-verdict]")];
let study, saving;
let here = -1; // index of the open thread
let came = null; // message from which a link was followed

async function asked(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error || "The server was started anew.");
  return answer.json();
}

async function begin() {
  study = await asked("/api/study");
  const { topic, coder, mode } = study;
  saving = new Saving(`${study.study}:${topic.name}:${coder}`, told);
  document.title = `Review: ${topic.title}`;
  at("topic-name").textContent = topic.title;
  at("who").textContent = mode === "consensus" ? `${study.study}, consensus` : `${study.study}, ${coder}`;
  at("definition-title").textContent = `What counts as ${topic.title.toLowerCase()}`;
  at("definition-text").textContent = topic.definition;
  at("definition-source").textContent = topic.source;
  for (const which of ["includes", "excludes"]) {
    at(which).replaceChildren(...topic[which].map((line) => make("li", {}, line)));
  }
  at("definition").open = localStorage.getItem("hikcorpus:definition") !== "closed" && innerWidth >= 700;
  at("letters").checked = localStorage.getItem("hikcorpus:letters") !== "off";
  for (const thread of study.threads) Object.assign(thread, saving.decided(thread.id) ?? {});
  at("threads").replaceChildren(...study.threads.map(entry));
  counted();
  at("saved").textContent = "All saved";
  saving.send();
  const wanted = study.threads.findIndex((thread) => thread.id === decodeURIComponent(location.hash.slice(1)));
  const open = study.threads.findIndex((thread) => !thread.decision);
  if (study.threads.length) await turn(wanted >= 0 ? wanted : Math.max(open, 0));
  else at("thread-title").textContent = "There is nothing to read";
  await results();
}

function entry(thread, index) {
  const button = make(
    "button",
    { type: "button", id: `t${index}` },
    make("span", { class: "sign", "aria-hidden": "true" }),
    make("span", { class: thread.title ? "name" : "name untitled", lang: thread.lang }, thread.title || thread.opening || "No title"),
    make("span", { class: "size" }, `${thread.messages.toLocaleString("en")}`, make("span", { class: "hidden" }, " messages")),
    make("span", { class: "hidden state" }),
  );
  button.addEventListener("click", () => turn(index));
  const item = make("li", {}, button);
  mark(button, thread);
  return item;
}

function mark(button, thread) {
  button.dataset.decision = thread.decision ?? "";
  button.querySelector(".sign").textContent = SIGNS[thread.decision] ?? "";
  button.querySelector(".state").textContent = `, ${thread.decision ?? "undecided"}`;
}

function counted() {
  const done = study.threads.filter((thread) => thread.decision).length;
  const all = study.threads.length;
  at("bar").max = Math.max(all, 1);
  at("bar").value = done;
  at("count").textContent = `${done} of ${all}`;
  return done;
}

function told(sentence, waiting, bad, thread) {
  const place = at("saved");
  const decision = study.threads.find((one) => one.id === thread)?.decision;
  place.classList.toggle("bad", bad);
  place.textContent = bad ? sentence : `${sentence}${decision ? `: ${decision}` : ""} (${at("count").textContent})`;
  if (bad && thread) restore(thread);
  if (!bad && !waiting && (counted() === study.threads.length || study.mode === "consensus")) {
    const news = at("result").hidden;
    results().then(() => news && at("main").scrollTo(0, 0));
  }
}

// What the server has refused is not what the page may show.
async function restore(id) {
  const index = study.threads.findIndex((one) => one.id === id);
  const held = (await asked("/api/study")).threads.find((one) => one.id === id);
  if (index < 0 || !held) return;
  Object.assign(study.threads[index], { decision: held.decision, reason: held.reason });
  mark(at(`t${index}`), study.threads[index]);
  counted();
  if (index === here) decided(study.threads[index]);
}

async function turn(index) {
  if (index < 0 || index >= study.threads.length) return;
  keep();
  const again = here >= 0; // the definition was read with the first thread
  here = index;
  came = null;
  const thread = study.threads[index];
  for (const old of document.querySelectorAll("#threads [aria-current]")) old.removeAttribute("aria-current");
  at(`t${index}`).setAttribute("aria-current", "true");
  at(`t${index}`).scrollIntoView({ block: "nearest" });
  listed(false);
  at("previous").disabled = index === 0;
  at("next").disabled = index === study.threads.length - 1;
  history.replaceState(null, "", `#${encodeURIComponent(thread.id)}`);
  decided(thread);
  at("thread-title").textContent = thread.title || "No title"; // nobody decides on what is no longer open
  at("thread-facts").textContent = "";
  at("messages").replaceChildren();
  at("said").hidden = true;
  at("thread").focus({ preventScroll: true });
  try {
    const content = await asked(`/api/thread/${encodeURIComponent(thread.id)}`);
    if (here !== index) return;
    show(content, () => here === index);
    at("main").scrollTop = again ? at("thread").offsetTop - 24 : 0;
  } catch (error) {
    at("thread-title").textContent = "This thread could not be loaded";
    at("thread-facts").textContent = `${error.message} What you decided is kept.`;
  }
}

function decided(thread) {
  for (const button of verdicts) button.setAttribute("aria-pressed", button.dataset.verdict === thread.decision);
  at("reason").value = saving.reason(thread.id) ?? thread.reason ?? "";
}

function decide(decision) {
  const thread = study.threads[here];
  if (!thread) return;
  thread.decision = decision;
  thread.reason = at("reason").value.trim();
  mark(at(`t${here}`), thread);
  decided({ ...thread });
  counted();
  saving.decide(thread.id, decision, thread.reason);
}

// A reason typed after the decision is stored with it; one typed before waits in the browser.
function keep() {
  const thread = study.threads[here];
  if (!thread) return;
  const reason = at("reason").value.trim();
  if (reason === (thread.reason ?? "")) saving.keepReason(thread.id, "");
  else if (thread.decision) decide(thread.decision);
  else saving.keepReason(thread.id, reason);
}

async function results() {
  const found = await asked("/api/result").catch(() => ({ finished: false }));
  const all = study.threads.length > 0 && study.threads.every((thread) => thread.decision);
  at("result").hidden = !(found.finished || (all && study.mode === "read"));
  if (!found.finished) {
    at("result-title").textContent = "You have read everything";
    at("result-body").replaceChildren(make("p", {}, "Agreement is shown here once all have. Reload to see it."));
    return;
  }
  const number = (value) => (value === null ? "not defined" : value.toFixed(3));
  const facts = [["Agreement", `${found.percent.toFixed(1)}% of ${found.units} threads`]];
  if (found.coders === 2) facts.push(["Cohen’s kappa", number(found.kappa)]);
  facts.push(["Krippendorff’s alpha", number(found.alpha)], ["They differ, or all are unsure", `${found.contested}`], ["Settled of these", `${found.settled}`]);
  at("result-title").textContent = "All have read";
  at("result-body").replaceChildren(
    make("dl", {}, ...facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)))),
  );
  if (study.mode === "read" && found.contested > found.settled) {
    at("result-body").append(make("p", {}, "Settle these together: ", make("code", {}, "hikcorpus review consensus"), "."));
  }
}

function listed(open) {
  at("show-list").setAttribute("aria-expanded", open);
  document.body.classList.toggle("listing", open);
}

function jump(element) {
  if (!element) return;
  element.tabIndex = -1;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
}

function marked(step) {
  const marks = [...document.querySelectorAll("#thread mark")];
  const now = marks.indexOf(document.activeElement);
  jump(marks[now < 0 && step < 0 ? marks.length - 1 : (now + step + marks.length) % marks.length]);
}

function nextOpen() {
  const order = [...study.threads.keys()].map((step) => (here + 1 + step) % study.threads.length);
  const found = order.find((index) => !study.threads[index].decision);
  if (found !== undefined) turn(found);
  else at("saved").textContent = "Every thread is decided.";
}

const KEYS = {
  i: () => decide("include"), e: () => decide("exclude"), u: () => decide("unsure"),
  j: () => turn(here + 1), k: () => turn(here - 1), ArrowRight: () => turn(here + 1), ArrowLeft: () => turn(here - 1),
  n: nextOpen, r: () => at("reason").select(), m: () => marked(1), M: () => marked(-1), b: () => jump(came),
  "?": () => at("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || at("help").open || !study) return;
  if (event.target === at("reason")) {
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      keep();
      at("thread").focus({ preventScroll: true });
    }
    return;
  }
  if (event.key === "Escape") listed(false);
  const letters = at("letters").checked || event.key.startsWith("Arrow");
  if (!letters || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

for (const button of verdicts) button.addEventListener("click", () => decide(button.dataset.verdict));
at("form").addEventListener("submit", (event) => event.preventDefault());
at("reason").addEventListener("input", () => saving.keepReason(study.threads[here].id, at("reason").value));
at("reason").addEventListener("change", keep);
at("previous").addEventListener("click", () => turn(here - 1));
at("next").addEventListener("click", () => turn(here + 1));
at("next-open").addEventListener("click", nextOpen);
at("show-help").addEventListener("click", () => at("help").showModal());
at("letters").addEventListener("change", () => localStorage.setItem("hikcorpus:letters", at("letters").checked ? "on" : "off"));
at("definition").addEventListener("toggle", () => localStorage.setItem("hikcorpus:definition", at("definition").open ? "open" : "closed"));
at("show-list").addEventListener("click", () => {
  listed(!document.body.classList.contains("listing"));
  if (document.body.classList.contains("listing")) at(`t${here}`)?.focus();
});
at("thread").addEventListener("click", (event) => {
  const number = event.target.closest("[data-to]")?.dataset.to;
  if (!number) return;
  event.preventDefault();
  came = event.target.closest(".message");
  jump(at(`m${number}`));
});
begin().catch((error) => {
  at("thread-title").textContent = "The review could not be loaded";
  at("thread-facts").textContent = error.message;
});
