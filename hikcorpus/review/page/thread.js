// One thread as elements. Text only ever becomes text nodes: nothing that people wrote is read as markup.

const AT_ONCE = 120; // messages built in one go; a thread may have thousands

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

// Pieces as review/pieces.py makes them.
export function written(pieces) {
  return pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    const [kind, text, more] = piece;
    if (kind === "mark") return make("mark", { title: more }, text);
    if (kind === "link") return link(more, text);
    return make("span", { class: "gone" }, text);
  });
}

function link(number, text) {
  return make("a", { href: `#m${number}`, "data-to": number, "aria-label": `message ${number}` }, text);
}

function links(label, numbers) {
  const parts = numbers.flatMap((number) => [" ", link(number, `${number}`)]);
  return make("span", { class: "links" }, label, ...parts);
}

function message(row) {
  const who = row.who === null ? "unidentified" : `Participant ${row.who}`;
  const head = make(
    "p",
    { class: "head" },
    make("span", { class: "number" }, `${row.n}`),
    make("span", { class: "who", title: row.name }, who),
    make("span", { class: "when" }, row.when ?? "no date"),
  );
  if (row.to.length) head.append(links("answers", row.to));
  const item = make(
    "li",
    { id: `m${row.n}`, class: row.opening ? "message opening" : "message", tabindex: "-1", "aria-label": `Message ${row.n}, ${who}` },
    head,
  );
  if (row.subject) item.append(make("p", { class: "subject", lang: row.lang }, ...written(row.subject)));
  if (row.deleted) item.append(make("p", { class: "text gone" }, "Deleted by its writer or the board."));
  else if (row.text.length) item.append(make("p", { class: "text", lang: row.lang }, ...written(row.text)));
  else item.append(make("p", { class: "text gone" }, "No text."));
  if (row.answers.length) item.append(make("p", { class: "foot" }, links("answered in", row.answers)));
  return item;
}

// Shows a thread's title, facts and messages, the first ones at once; `stays()` false = another one was opened.
export function show(thread, stays) {
  const title = document.getElementById("thread-title");
  title.replaceChildren(...(thread.title ? written(thread.title) : ["No title"]));
  if (thread.title && thread.lang) title.lang = thread.lang;
  else title.removeAttribute("lang");
  const people = new Set(thread.messages.map((row) => row.who).filter((who) => who !== null)).size;
  const counted = (n, unit) => `${n.toLocaleString("en")} ${unit}${n === 1 ? "" : "s"}`;
  document.getElementById("thread-facts").textContent =
    `${counted(thread.messages.length, "message")}, ${counted(people, "participant")}`;
  said(thread.said);
  const list = document.getElementById("messages");
  list.replaceChildren();
  let done = 0;
  const more = () => {
    if (!stays()) return;
    const part = document.createDocumentFragment();
    for (const row of thread.messages.slice(done, done + AT_ONCE)) part.append(message(row));
    list.append(part);
    done += AT_ONCE;
    if (done < thread.messages.length) setTimeout(more, 0);
    else list.dataset.whole = thread.id;
  };
  delete list.dataset.whole;
  more();
}

function said(decisions) {
  const place = document.getElementById("said");
  place.hidden = !decisions;
  if (!decisions) return;
  place.replaceChildren(
    ...decisions.map((one) =>
      make(
        "p",
        {},
        make("strong", {}, one.coder),
        " ",
        make("span", { class: `verdict ${one.decision}` }, one.decision ?? "not read"),
        one.reason ? make("q", {}, one.reason) : "",
      ),
    ),
  );
}
