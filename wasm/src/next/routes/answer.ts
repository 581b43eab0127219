// One request to a route: a client on its cookies, and the page that the browser is sent to with 303.
import { cookieText, HufuError } from 'hufu';
import type { CookieToSet, CookieValue } from 'hufu';

import { readCookies } from '../../host/cookies.js';
import { Detours, type DetourCookies } from '../detours.js';
import { attributesOf, noStoreHeaders, siteOf, slotOf, storageKeyOf } from '../options.js';
import { safeNext } from '../../server/safe_next.js';
import { clientOf, type CookieClient } from '../server_client.js';
import type { ServerCookies } from '../session_cookies.js';
import { pageTold, type Telling } from '../told.js';
import type { Form } from './form.js';
import { pathsOf, type Page, type RouteOptions } from './options.js';

/** A request, and what it is answered. */
export class Answer implements ServerCookies, DetourCookies {
  /** Where the browser sees the site. */
  readonly site: string;
  /** Where to go on to after what has gone away: to a provider, or into a mail. */
  readonly detours: Detours;
  /** The page to go on to when all is done; perhaps none is known. */
  next: string;
  readonly #request: Request;
  readonly #options: RouteOptions;
  readonly #changes = new Map<string, CookieToSet>();
  #isRecovery = false;

  constructor(request: Request, options: RouteOptions, next: string | undefined) {
    this.site = siteOf(request, options);
    this.#request = request;
    this.#options = options;
    this.next = safeNext(next, '');
    this.detours = new Detours(this, storageKeyOf(options));
  }

  getAll(): CookieValue[] {
    return readCookies(this.#request.headers.get('cookie') ?? '');
  }

  setAll(cookies: CookieToSet[]): void {
    for (const cookie of cookies) this.#changes.set(slotOf(cookie), cookie);
  }

  /** Adds a cookie that only these routes read; with `maxAge` 0 it is removed. */
  add(name: string, value: string, maxAge: number): void {
    const options = { ...attributesOf(this.#options, this.site), maxAge, httpOnly: true };
    this.setAll([{ name, value, options }]);
  }

  /** The address of a neighbour of this route. */
  beside(name: string): string {
    return this.site + new URL(name, this.#request.url).pathname;
  }

  /** One of the application's pages. */
  page(which: Page): string {
    return pathsOf(this.#options)[which];
  }

  /** The page that the form stands on: where what went wrong, or is pending, is told. */
  from(form: Form, otherwise: Page): string {
    return safeNext(form('from'), this.page(otherwise));
  }

  /** A page, told something, and where to go on to. */
  tell(page: string, { next = this.next, ...told }: Telling): string {
    return pageTold(page, { ...told, next });
  }

  /** Where who is signed in now goes: on, or first to set another password. */
  onwards(): string {
    if (this.#isRecovery) return this.tell(this.page('reset'), {});
    return this.next || this.page('afterSignIn');
  }

  /**
   * Runs it with a client on the request's cookies; then sends the browser to where it says. What went wrong is told to
   * the page `from`.
   */
  async run(from: string, form: Form | null, go: (client: CookieClient) => Promise<string>): Promise<Response> {
    const options = { ...this.#options, fetch: this.detours.listening(this.#options.fetch) };
    const client = clientOf(this, options, this.site);
    client.on(({ kind }) => {
      if (kind === 'password_recovery') this.#isRecovery = true;
    });
    try {
      return this.redirect(await go(client));
    } catch (error) {
      if (!isForPeople(error)) throw error;
      return this.redirect(this.#failed(error, from, form));
    } finally {
      client.close();
    }
  }

  /** 303: whatever the browser sent, it goes there with GET. */
  redirect(to: string): Response {
    const headers = new Headers({ Location: to, ...noStoreHeaders });
    for (const cookie of this.#changes.values()) headers.append('Set-Cookie', cookieText(cookie));
    return new Response(null, { status: 303, headers });
  }

  // Who has to sign in first comes back to the page of the form afterwards.
  #failed({ code, serverMessage: reason }: HufuError, from: string, form: Form | null): string {
    if (code === 'signed_out' || code === 'session_expired') return this.tell(this.page('signIn'), { error: code, reason, next: from });
    return this.tell(from, { error: code, reason, ...typedIn(form) });
  }
}

/** What the person need not type again. */
export const typedIn = (form: Form | null): Telling => ({ email: form?.('email'), phone: form?.('phone'), type: form?.('type') });

// `invalid_argument` is of what was typed: what an application gets wrong, its options, is thrown before.
function isForPeople(error: unknown): error is HufuError {
  return error instanceof HufuError && (error.action !== 'fix_program' || error.code === 'invalid_argument');
}
