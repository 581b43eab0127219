// Requests that come at once with the same expired session: the first renews it, the others get what it
// has become. Their cookies are of before.

interface Successor {
  value: string;
  end: number;
}

/** The browser may still send the old cookie for so long: requests that are under way, answers that were lost. */
const deliveredMs = 60_000;
/** What a server component has renewed could not be set as a cookie: kept until a place comes that can. */
const undeliveredMs = 86_400_000;
/** The oldest go first. */
const most = 1_000;

/** What sessions of this process have become when they were renewed. */
export class Handover {
  readonly #successors = new Map<string, Successor>();

  /** The session that this one has become; itself if nothing is known. */
  latest(value: string): string {
    const seen = new Set<string>();
    for (;;) {
      const successor = this.#successors.get(value);
      if (successor === undefined || successor.end < Date.now() || seen.has(value)) return value;
      seen.add(value);
      value = successor.value;
    }
  }

  /** One was renewed. `isDelivered`: the browser was sent the cookies. */
  note(before: string, after: string, isDelivered: boolean): void {
    this.#successors.delete(before);
    this.#successors.set(before, { value: after, end: Date.now() + (isDelivered ? deliveredMs : undeliveredMs) });
    for (const [oldest] of this.#successors) {
      if (this.#successors.size <= most) break;
      this.#successors.delete(oldest);
    }
  }

  /** One has ended: nobody gets it any more. */
  forget(value: string): void {
    for (const [before, successor] of this.#successors) {
      if (before === value || successor.value === value) this.#successors.delete(before);
    }
  }
}
