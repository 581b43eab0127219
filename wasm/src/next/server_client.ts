// The client of one request on the server.
import { createClient, webHost } from 'hufu';
import type { CallOptions, Client, CookieToSet, Host, Listener, Presentation, Session, SignInWithOauth, User } from 'hufu';

import { attributesOf, configOf, storageKeyOf, type NextOptions } from './options.js';
import { SessionCookies, type ServerCookies } from './session_cookies.js';

/** What `cookies()` of `next/headers` gives, as far as it is needed. */
export interface NextCookies {
  getAll(): { name: string; value: string }[];
  set(name: string, value: string, options: CookieToSet['options']): unknown;
}

/** `cookies` of `next/headers`, what it gives, or cookies of your own. */
export type CookiesOfRequest =
  | NextCookies
  | ServerCookies
  | Promise<NextCookies | ServerCookies>
  | (() => NextCookies | ServerCookies | Promise<NextCookies | ServerCookies>);

/** Between two questions of one page there is seldom more. */
const restMs = 250;

/**
 * What the visitor's cookie says. Anybody can write one, so it is for what a page shows of itself; who somebody is,
 * `guard.verifiedUser(cookies)` of `hufu/server` says, or the server by `fetchProfile()`.
 */
export interface Unverified<Said> {
  readonly unverified: Said;
}

/** A client for one request: its session is in the request's cookies. As {@link Client}, but for what cookies alone would tell. */
export interface ServerClient extends Omit<Client, 'on' | 'session' | 'state' | 'user'> {
  /** The session of the cookies: the visitor's word. No request. */
  session(options?: CallOptions): Promise<Unverified<Session>>;
  /** The person whom the cookies name: the visitor's word. Error: `signed_out`. */
  user(options?: CallOptions): Promise<Unverified<User>>;
  /** Starts a sign-in through a browser, as `signInWithOauth`; gives the page to send the person to. */
  oauthUrl(how: SignInWithOauth, options?: CallOptions): Promise<string>;
}

/**
 * A client for one request: server components, route handlers, server actions.
 *
 * A server component cannot set cookies. A session that is renewed there is good for that page and handed on
 * to the next requests of this process; `updateSession` in `middleware.ts` or `proxy.ts` renews it before.
 *
 * @param cookies `cookies` of `next/headers`, or what it gives
 */
export function createServerClient(cookies: CookiesOfRequest, options: NextOptions): ServerClient {
  const client = clientOf(serverCookies(typeof cookies === 'function' ? cookies() : cookies), options);
  const [session, user] = [client.session.bind(client), client.user.bind(client)];
  // Neither the word `state` nor `on` would say whose word it is.
  Object.defineProperties(client, { state: { value: undefined }, on: { value: undefined } });
  return Object.assign(client, {
    session: async (call?: CallOptions) => ({ unverified: await session(call) }),
    user: async (call?: CallOptions) => ({ unverified: await user(call) }),
  });
}

/** Of our own: it reads cookies as if they were true. */
export interface CookieClient extends Client {
  oauthUrl: ServerClient['oauthUrl'];
}

/** A client on these cookies; the cookies of a site whose `origin` is known are `Secure` if that is. */
export function clientOf(cookies: ServerCookies, options: NextOptions, origin?: string): CookieClient {
  const store = new SessionCookies(cookies, storageKeyOf(options), attributesOf(options, origin));
  const page = { url: '' };
  const client = createClient({ ...configOf(options), host: hostOf(store, options, page) });
  client.on(settling(store));
  return Object.assign(client, {
    oauthUrl: async (how: SignInWithOauth, call?: CallOptions): Promise<string> => {
      await client.signInWithOauth(how, call);
      return page.url;
    },
  });
}

// In functions of their own: a closure beside `client` would keep it alive, and with it what nobody closes.
function hostOf(store: SessionCookies, options: NextOptions, page: { url: string }): Host {
  const present = ({ url }: Presentation): void => {
    page.url = url;
  };
  const host = webHost({ store, fetch: options.fetch, credential: options.credential, present });
  return { ...host, lock: store.lock, begun: () => store.begun(), restMs };
}

const settling = (store: SessionCookies): Listener => ({ kind }) => store.settle(kind);

function serverCookies(given: NextCookies | ServerCookies | Promise<NextCookies | ServerCookies>): ServerCookies {
  return {
    getAll: async () => (await given).getAll(),
    setAll: async (cookies, headers) => {
      const jar = await given;
      if ('setAll' in jar) return jar.setAll(cookies, headers);
      for (const { name, value, options } of toldApart(cookies)) jar.set(name, value, options);
    },
  };
}

// Next.js keeps one cookie of a name. Where that of a domain is set and this host's own is removed beside it, the latter
// gets a blank behind its name, which browsers take off again (RFC 6265, 5.2, step 4).
function toldApart(cookies: CookieToSet[]): CookieToSet[] {
  const ofDomain = new Set(cookies.filter(({ options }) => options.domain !== undefined).map(({ name }) => name));
  const isSecond = ({ name, options }: CookieToSet): boolean => options.domain === undefined && ofDomain.has(name);
  return cookies.map((cookie) => (isSecond(cookie) ? { ...cookie, name: `${cookie.name} ` } : cookie));
}
