// Where to go on to after what has gone away to a provider, or into a mail: several tabs may have begun something.
//
// In cookies, and not in the address to come back to: servers compare that with a list. GoTrue gives no `state` back
// either; which sign-in it is, PKCE says: it went away with a `code_challenge`, and the verifier that the server has taken
// belongs to that one (RFC 7636, 4.6).
import type { CookieValue } from 'hufu';

import { toBase64url } from '../platform/base64url.js';
import { safeNext } from '../server/safe_next.js';

/** The person comes back from a provider within this time. */
const longestSeconds = 600;
/** From a mail, within this: its link lives no longer. */
const mailSeconds = 3_600;
/** As many as the core keeps verifiers; the oldest go first. */
const most = 4;
/** As it stands in a cookie. One that is longer is forgotten: servers refuse a request with too many. */
const longestPage = 1_000;

/** One that is away: the name of its cookie, when it began, and the page to go on to, or nothing. */
interface Detour {
  name: string;
  begun: number;
  page: string;
}

/** The cookies of a request, and those of its answer. */
export interface DetourCookies {
  getAll(): CookieValue[];
  /** Adds one that only these routes read; with `maxAge` 0 it is removed. */
  add(name: string, value: string, maxAge: number): void;
}

export class Detours {
  readonly #cookies: DetourCookies;
  readonly #prefix: string;
  #verifier = '';
  #challenge = '';

  constructor(cookies: DetourCookies, key: string) {
    this.#cookies = cookies;
    this.#prefix = `${key}-next-`;
  }

  /** One goes away with this challenge; `next` is wanted afterwards. */
  begin(challenge: string, next: string, seconds = longestSeconds): void {
    const page = safeNext(next, '');
    const kept = encodeURIComponent(page).length <= longestPage ? page : '';
    const others = this.#away().sort((one, other) => other.begun - one.begun);
    for (const { name } of others.slice(most - 1)) this.#cookies.add(name, '', 0);
    this.#cookies.add(this.#nameOf(challenge), `${Date.now()} ${kept}`, seconds);
  }

  /** The same for a mail, which the server was asked for; one without a challenge comes back without a code. */
  beginMail(next: string): void {
    if (this.#challenge !== '' && next !== '') this.begin(this.#challenge, next, mailSeconds);
  }

  /** Sends as `send` does, and remembers with which challenge, and whose verifier the server is shown. */
  listening(send: typeof fetch = (input, init) => fetch(input, init)): typeof fetch {
    return (input, init) => {
      const said = saidIn(init?.body);
      this.#verifier = said('code_verifier') ?? this.#verifier;
      this.#challenge = said('code_challenge') ?? this.#challenge;
      return send(input, init);
    };
  }

  /** The code was taken: the page to go on to, if one was wanted. */
  async end(): Promise<string> {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(this.#verifier));
    const name = this.#nameOf(toBase64url(new Uint8Array(digest)));
    const ended = this.#away().find((detour) => detour.name === name);
    if (ended) this.#cookies.add(name, '', 0);
    return ended?.page ?? '';
  }

  /** Somebody has come in by another way: nothing that is away is waited for. */
  forget(): void {
    for (const { name } of this.#away()) this.#cookies.add(name, '', 0);
  }

  /** Nobody says which of them it was: the page that all of them go on to, if it is one. */
  common(): string {
    const pages = new Set(this.#away().map(({ page }) => page));
    return pages.size === 1 ? [...pages][0]! : '';
  }

  #away(): Detour[] {
    return this.#cookies.getAll().flatMap(({ name, value }) => {
      const [, begun, page] = /^(\d+) (.*)$/s.exec(value) ?? [];
      const isOurs = name.startsWith(this.#prefix) && begun !== undefined && page !== undefined;
      return isOurs ? [{ name, begun: Number(begun), page: safeNext(page, '') }] : [];
    });
  }

  // Twelve bytes of it tell few apart.
  #nameOf(challenge: string): string {
    return this.#prefix + challenge.slice(0, 16);
  }
}

function saidIn(body: unknown): (name: string) => string | undefined {
  try {
    const said = (JSON.parse(String(body)) ?? {}) as Record<string, unknown>;
    return (name) => (typeof said[name] === 'string' ? said[name] : undefined);
  } catch {
    return () => undefined;
  }
}
