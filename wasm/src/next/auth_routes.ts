// The routes of signing in and out: forms post to them, the provider comes back to one of them.
import { cookieText, HufuError } from 'hufu';
import type { CookieToSet, CookieValue, ErrorCode } from 'hufu';

import { readCookies } from '../host/cookies.js';
import { Detours, type DetourCookies } from './detours.js';
import { attributesOf, noStoreHeaders, siteOf, slotOf, storageKeyOf, type NextOptions } from './options.js';
import { refusalOf } from './refusal.js';
import { safeNext } from './safe_next.js';
import { clientOf, type CookieClient } from './server_client.js';
import type { ServerCookies } from './session_cookies.js';

/** For {@link authRoutes} and {@link exchangeCode}. */
export interface RouteOptions extends NextOptions {
  /**
   * The page to sign in at; `/sign-in` by default. Told `?error=CODE` when it did not work, `?notice=confirm_email` when
   * an e-mail has to be confirmed first, and the `next` to go on to.
   */
  signInPath?: string;
  /** Where to go afterwards, if no `next` says; `/` by default. */
  afterSignIn?: string;
  /** Where to go after signing out, if no `next` says; `/` by default. */
  afterSignOut?: string;
}

/** Route handlers, for `export const { GET, POST } = authRoutes(options)`. */
export interface AuthRoutes {
  GET(request: Request): Promise<Response>;
  POST(request: Request): Promise<Response>;
}

/**
 * The handlers for `app/auth/[action]/route.ts`:
 *
 * - `POST …/sign-in` with `provider`, or with `email` and `password`
 * - `POST …/sign-up` with `email` and `password`
 * - `POST …/sign-out`, perhaps with `scope`
 * - `GET …/callback`, where the provider sends the person to; list it at the server
 *
 * All take `next`, the page of this site to go to afterwards. A post from another site is 403.
 */
export function authRoutes(options: RouteOptions): AuthRoutes {
  return {
    GET: async (request) => (actionOf(request) === 'callback' ? exchangeCode(request, options) : notFound()),
    POST: async (request) => {
      const action = actionOf(request);
      if (action !== 'sign-in' && action !== 'sign-up' && action !== 'sign-out') return notFound();
      if (!isOfThisSite(request, options)) return new Response('This form is of another site.', { status: 403 });
      const form = await readForm(request);
      if (form === null) return new Response('This is no form.', { status: 400 });
      return action === 'sign-out' ? signOut(request, form, options) : signIn(request, form, options, action);
    },
  };
}

/** Ends a sign-in: the handler of the address that the provider sends the person to, with `code`. */
export async function exchangeCode(request: Request, options: RouteOptions): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const cookies = new AnswerCookies(request, options);
  const detours = new Detours(cookies, storageKeyOf(options));
  const said = searchParams.get('next');
  const next = said ?? detours.common();
  const how = { ...options, fetch: detours.listening(options.fetch) };
  return answering(cookies, next, how, async (client) => {
    const code = searchParams.get('code');
    if (code === null) return signInPage({ error: refusalOf(searchParams) }, next, options);
    await client.exchangeCodeForSession({ code });
    const wanted = await detours.end();
    return safeNext(said ?? wanted, options.afterSignIn);
  });
}

function signIn(request: Request, form: Form, options: RouteOptions, action: 'sign-in' | 'sign-up'): Promise<Response> {
  const cookies = new AnswerCookies(request, options);
  const next = form('next');
  return answering(cookies, next, options, async (client) => {
    const provider = form('provider');
    if (provider !== '') {
      const away = await client.oauthUrl({ provider, redirectTo: beside(request, 'callback', options) });
      new Detours(cookies, storageKeyOf(options)).begin(away, next);
      return away;
    }
    const how = { email: form('email'), password: form('password') };
    const { state } = await (action === 'sign-up' ? client.signUp(how) : client.signInWithPassword(how));
    // Registered, but nobody is signed in before the e-mail is confirmed.
    if (state !== 'signed_in') return signInPage({ notice: 'confirm_email' }, next, options);
    return safeNext(next, options.afterSignIn);
  });
}

function signOut(request: Request, form: Form, options: RouteOptions): Promise<Response> {
  return answering(new AnswerCookies(request, options), undefined, options, async (client) => {
    const scope = form('scope');
    await client.signOut(scope === 'global' || scope === 'others' ? { scope } : {});
    return safeNext(form('next'), options.afterSignOut);
  });
}

// Runs it with a client on the request's cookies; then sends the browser to where it says.
async function answering(
  cookies: AnswerCookies,
  next: string | undefined,
  options: RouteOptions,
  run: (client: CookieClient) => Promise<string>,
): Promise<Response> {
  const client = clientOf(cookies, options, cookies.site);
  try {
    return cookies.redirect(await run(client));
  } catch (error) {
    if (!(error instanceof HufuError) || error.action === 'fix_program') throw error;
    return cookies.redirect(signInPage({ error: error.code }, next, options));
  } finally {
    client.close();
  }
}

/** The cookies of a request, and those of its answer. */
class AnswerCookies implements ServerCookies, DetourCookies {
  /** Where the browser sees the site. */
  readonly site: string;
  readonly #request: Request;
  readonly #options: RouteOptions;
  readonly #changes = new Map<string, CookieToSet>();

  constructor(request: Request, options: RouteOptions) {
    this.site = siteOf(request, options);
    this.#request = request;
    this.#options = options;
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

  /** 303: whatever the browser sent, it goes there with GET. */
  redirect(to: string): Response {
    const headers = new Headers({ Location: to, ...noStoreHeaders });
    for (const cookie of this.#changes.values()) headers.append('Set-Cookie', cookieText(cookie));
    return new Response(null, { status: 303, headers });
  }
}

type Form = (field: string) => string;

async function readForm(request: Request): Promise<Form | null> {
  try {
    const form = await request.formData();
    return (field) => {
      const value = form.get(field);
      return typeof value === 'string' ? value : '';
    };
  } catch {
    return null;
  }
}

const actionOf = (request: Request): string => new URL(request.url).pathname.split('/').filter(Boolean).at(-1) ?? '';

const notFound = (): Response => new Response(null, { status: 404 });

/** What the page to sign in at is told. */
type Told = { error: ErrorCode } | { notice: 'confirm_email' };

// It goes on to `next` when it has worked.
function signInPage(told: Told, next: string | undefined, options: RouteOptions): string {
  const query = new URLSearchParams(told);
  const page = safeNext(next, '');
  if (page !== '') query.set('next', page);
  return `${options.signInPath ?? '/sign-in'}?${query}`;
}

/** The address of a neighbour of this route. */
function beside(request: Request, name: string, options: RouteOptions): string {
  return siteOf(request, options) + new URL(name, request.url).pathname;
}

// Browsers send one or the other with every form; a page that hides its address sends `Origin: null`.
function isOfThisSite(request: Request, options: RouteOptions): boolean {
  const sent = request.headers.get('origin');
  return request.headers.get('sec-fetch-site') === 'same-origin' || sent === siteOf(request, options);
}
