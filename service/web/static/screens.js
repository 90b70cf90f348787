// The screens of a queue: some claims ahead are fetched, so that the next one is there though the connection is not.

const AHEAD = 6;

export class Screens {
  // `here` is the screen that the page came with; `knows` tells of which claims nothing more is to be asked.
  constructor(place, knows) {
    Object.assign(this, { place, knows, ahead: [], past: new Map(), isFetching: false });
    this.following = this.#following(this.#shown);
  }

  get #shown() {
    return this.place.querySelector(".case");
  }

  get claim() {
    return this.#shown?.dataset.claim;
  }

  get form() {
    return this.#shown?.querySelector("form.judge") ?? null;
  }

  // Give whether there was a next screen to show.
  next() {
    while (this.ahead.length > 0) {
      const screen = this.ahead.shift();
      if (!this.knows(screen.dataset.claim)) {
        this.#show(screen);
        this.fetchAhead();
        return true;
      }
    }
    this.fetchAhead();
    return false;
  }

  // Show again a claim of which a judgement was undone; what is shown now comes after it.
  back(claim) {
    const screen = this.past.get(claim);
    if (screen === undefined || claim === this.claim) return;
    if (this.#shown) this.ahead.unshift(this.#shown);
    this.#show(screen);
  }

  // Put something else in the place of the claim that is shown.
  replace(screen) {
    this.#show(screen);
  }

  async fetchAhead() {
    if (this.isFetching) return;
    this.isFetching = true;
    try {
      while (this.ahead.length < AHEAD && this.following) {
        const page = await fetchPage(this.following);
        if (page === null) return;
        const screen = page.querySelector("#screen .case");
        this.following = this.#following(screen);
        if (screen) this.ahead.push(document.adoptNode(screen));
      }
    } catch {
      // Asked for again when the next screen is wanted, or the connection is back.
    } finally {
      this.isFetching = false;
    }
  }

  #following(screen) {
    return screen?.dataset.skip ?? null;
  }

  #show(screen) {
    if (this.claim) this.past.set(this.claim, this.#shown);
    this.place.replaceChildren(screen);
    screen.querySelector("h2")?.focus({ preventScroll: true });
    screen.querySelector("textarea")?.form.reset();
    scrollTo({ top: 0 });
  }
}

export async function fetchPage(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(15_000) });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}
