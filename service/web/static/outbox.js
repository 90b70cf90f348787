// Judgements on their way to the store: each is kept until it is acknowledged, and sent again under the same id, so
// that none is lost and none is there twice. Nothing here knows the page; `changed` is told what became of which.

const TIMEOUT_MS = 15_000;
const LONGEST_WAIT_MS = 30_000;
const FINAL = new Set(["saved", "withdrawn", "refused"]);

// An id as the store makes them (RFC 9562, version 7), so that they sort by time; randomUUID is not there without https.
export function newTagId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let now = Date.now();
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = now % 256;
    now = Math.floor(now / 256);
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const parts = [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]];
  return "tag_" + parts.map(([from, to]) => hex.slice(from, to)).join("-");
}

export class Outbox {
  // `post` sends fields and gives a response; `renew` gets forms that belong to the session that there is now.
  constructor(key, { post, renew, changed }) {
    Object.assign(this, { key, post, renew, changed, waits: 0, timer: null, isSending: false });
    this.records = this.#read();
    addEventListener("online", () => this.#soon(0));
  }

  get unsaved() {
    return this.records.filter((one) => !FINAL.has(one.state));
  }

  add(record) {
    const why = this.waits > 0 ? this.unsaved[0]?.why : undefined;
    this.records.push({ ...record, state: "waiting", tried: false, todo: ["tag"], why });
    this.#changed(this.records.at(-1));
    this.#soon(0);
  }

  // What was never sent is simply forgotten; what may have arrived is sent again and then taken back.
  undo(id) {
    const record = this.records.find((one) => one.id === id);
    if (record === undefined) {
      this.records.push({ id, state: "withdrawing", tried: true, todo: ["withdraw"] });
    } else if (record.state === "refused" || record.state === "withdrawn") {
      return;
    } else if (record.todo[0] === "tag" && !record.tried) {
      Object.assign(record, { todo: [], state: "withdrawn" });
    } else if (!record.todo.includes("withdraw")) {
      record.todo.push("withdraw");
      record.state = "withdrawing";
    }
    this.#changed(record ?? this.records.at(-1));
    this.#soon(0);
  }

  start() {
    this.unsaved.forEach((one) => this.changed(one));
    this.#soon(0);
  }

  #soon(afterMs) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(), afterMs);
  }

  async #send() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (let record = this.#next(); record !== undefined; record = this.#next()) {
        if (!(await this.#step(record))) {
          this.waits += 1;
          this.#soon(Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (this.waits - 1)));
          return;
        }
        this.waits = 0;
      }
    } finally {
      this.isSending = false;
    }
  }

  #next() {
    return this.records.find((one) => one.todo.length > 0);
  }

  // Give whether to go on with the next one at once.
  async #step(record) {
    record.tried = true;
    this.#changed(record);
    const [step] = record.todo;
    const fields = step === "withdraw"
      ? { withdraw: record.savedAs ?? record.id }
      : { claim: record.claim, claim_rev: record.claimRev, tag: record.id, term: record.term, note: record.note };
    let answer;
    try {
      answer = await this.#ask(fields);
    } catch {
      return this.#wait(record, "no connection");
    }
    if (answer.ok) {
      if (step === "tag") record.savedAs = (await answer.json().catch(() => ({}))).id ?? record.id;
      record.todo.shift();
      delete record.why;
      record.state = record.todo.length > 0 ? "withdrawing" : step === "tag" ? "saved" : "withdrawn";
      this.#changed(record);
      return true;
    }
    if (answer.status >= 500 || answer.status === 429) return this.#wait(record, "the server is busy");
    const problem = await answer.json().catch(() => ({}));
    if (answer.status === 401 || problem.type === "/problems#from-elsewhere") {
      return this.#wait(record, "you are signed out");
    }
    const errors = (problem.errors ?? []).map((one) => one.detail);
    Object.assign(record, { todo: [], state: "refused", why: [problem.detail, ...errors].filter(Boolean).join(" ") });
    this.#changed(record);
    return true;
  }

  async #ask(fields) {
    const answer = await this.post(fields, AbortSignal.timeout(TIMEOUT_MS));
    const isOfNow = answer.ok || (answer.status !== 401 && answer.status !== 403);
    return isOfNow || !(await this.renew()) ? answer : this.post(fields, AbortSignal.timeout(TIMEOUT_MS));
  }

  // What stands behind one that has to wait waits as well, and says so.
  #wait(record, why) {
    this.unsaved.forEach((one) => Object.assign(one, { why }));
    record.state = record.todo.includes("withdraw") ? "withdrawing" : "waiting";
    this.unsaved.forEach((one) => this.#changed(one));
    return false;
  }

  #changed(record) {
    const kept = this.records.filter((one) => !FINAL.has(one.state) || one.state === "refused");
    try {
      sessionStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // Without storage it is kept as long as the page is open.
    }
    this.changed(record);
  }

  #read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key)) ?? [];
    } catch {
      return [];
    }
  }
}
