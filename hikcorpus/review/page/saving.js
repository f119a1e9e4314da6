// Decisions on their way to the server. What cannot be sent waits in this browser, a key per thread, and is tried again.

const FIRST_PAUSE = 2000; // milliseconds
const LONGEST_PAUSE = 20000;

export class Saving {
  // name: of study, topic and coder. told(sentence, waiting, bad): whenever something changes.
  constructor(name, told) {
    this.pending = `hikcorpus:${name}:pending:`;
    this.draft = `hikcorpus:${name}:draft:`;
    this.told = told;
    this.pause = FIRST_PAUSE;
    this.busy = false;
    this.timer = 0;
    window.addEventListener("online", () => this.send());
  }

  waiting() {
    const found = new Map();
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (key.startsWith(this.pending)) found.set(key.slice(this.pending.length), localStorage.getItem(key));
    }
    return found;
  }

  // What was decided here and is not on the server yet: {decision, reason}, or null.
  decided(thread) {
    const held = localStorage.getItem(this.pending + thread);
    return held === null ? null : JSON.parse(held);
  }

  reason(thread) {
    return localStorage.getItem(this.draft + thread);
  }

  keepReason(thread, reason) {
    if (reason) localStorage.setItem(this.draft + thread, reason);
    else localStorage.removeItem(this.draft + thread);
  }

  decide(thread, decision, reason) {
    localStorage.setItem(this.pending + thread, JSON.stringify({ decision, reason }));
    localStorage.removeItem(this.draft + thread);
    return this.send();
  }

  async send() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      for (let held = this.waiting(); held.size; held = this.waiting()) {
        const [thread, content] = held.entries().next().value;
        if (!(await this.post(thread, content))) return;
      }
      this.pause = FIRST_PAUSE;
    } finally {
      this.busy = false;
    }
  }

  // Whether the next one may be sent.
  async post(thread, content) {
    let answer;
    try {
      answer = await fetch("/api/decision", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ thread, ...JSON.parse(content) }),
      });
    } catch {
      return this.later("The server does not answer. Start it again; your decisions wait here");
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 403) return this.later("The server was started anew. Open the address it printed; your decisions wait here");
    if (answer.status >= 500) return this.later(said.error || "It could not be stored");
    if (localStorage.getItem(this.pending + thread) === content) localStorage.removeItem(this.pending + thread);
    if (answer.ok) this.told("Saved", this.waiting().size, false, thread);
    else this.told(said.error || "This was refused.", this.waiting().size, true, thread);
    return true;
  }

  later(sentence) {
    const n = this.waiting().size;
    this.told(`Not saved yet. ${sentence} (${n}).`, n, true, null);
    this.timer = setTimeout(() => this.send(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    return false;
  }
}
