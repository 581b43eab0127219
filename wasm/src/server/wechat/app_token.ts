// The access token of a mini-program, with which its server speaks to WeChat.

/** A token, and how long it is good. */
export interface Granted {
  token: string;
  lifeMs: number;
}

/** It is asked for again this long before its end: what is under way then still arrives with a good one. */
const earlyMs = 60_000;

/**
 * Keeps the token; asks once for everybody who waits. Processes need not know of each other: WeChat's stable token is the same for all of
 * them until five minutes before its end.
 */
export class AppToken {
  readonly #ask: (isForced: boolean) => Promise<Granted>;
  readonly #uptime: () => number;
  #kept: { token: string; endMs: number } | null = null;
  #flight: Promise<string> | null = null;
  #forced: Promise<string> | null = null;

  constructor(ask: (isForced: boolean) => Promise<Granted>, uptime: () => number) {
    this.#ask = ask;
    this.#uptime = uptime;
  }

  /** The token. */
  get(): Promise<string> {
    if (this.#kept && this.#uptime() < this.#kept.endMs) return Promise.resolve(this.#kept.token);
    return this.#forced ?? (this.#flight ??= this.#renewed(false).finally(() => (this.#flight = null)));
  }

  /** Another one, which ends all others: WeChat gives twenty of these a day. What is under way would come back after it, so it comes first. */
  force(): Promise<string> {
    const before = this.#flight?.catch(() => {}) ?? Promise.resolve();
    return (this.#forced ??= before.then(() => this.#renewed(true)).finally(() => (this.#forced = null)));
  }

  /** WeChat takes this one no more. What has come since stays. */
  forget(token: string): void {
    if (this.#kept?.token === token) this.#kept = null;
  }

  async #renewed(isForced: boolean): Promise<string> {
    const askedMs = this.#uptime();
    const { token, lifeMs } = await this.#ask(isForced);
    this.#kept = { token, endMs: askedMs + Math.max(lifeMs - earlyMs, lifeMs / 2) };
    return token;
  }
}
