// A site made with hufu/next, and a browser that visits it.
import assert from 'node:assert/strict';

import { startServer } from '../../../tests/support/server.js';
import { aged } from './aged.js';
import { authRoutes, Browser } from './next.js';

export const anonKey = 'anon-key-of-the-tests';
export const key = 'sb-127-auth-token';
export const credentials = { email: 'ada@example.com', password: 'correct horse battery' };

export async function openSite(t, more = {}) {
  process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY = anonKey;
  const server = await startServer(t);
  const options = { baseUrl: server.url, backend: 'gotrue', appKey: anonKey, ...more };
  return { server, options, routes: authRoutes(options), browser: new Browser() };
}

/** Somebody registered, in cookies of the browser. */
export async function signedUp(t, more) {
  const site = await openSite(t, more);
  const answer = site.browser.take(await site.routes.POST(site.browser.post('/auth/sign-up', credentials)));
  assert.equal(answer.headers.get('location'), '/');
  return site;
}

const isOf = (cookie, name) => cookie === name || /^\.\d+$/.test(cookie.slice(name.length));

/** The session, as @supabase/ssr reads it. */
export function stored(browser, name = key) {
  const parts = [...browser.values].filter(([each]) => each.startsWith(name) && isOf(each, name)).sort();
  const text = parts.map(([, value]) => value).join('');
  assert.ok(text.startsWith('base64-'));
  return JSON.parse(Buffer.from(text.slice(7), 'base64url'));
}

/** Time passes, here and there: the cookie holds a session that has run out. */
export async function expire({ server, browser }, name = key) {
  await server.advance(20 * 60_000);
  const session = aged(stored(browser, name), 20 * 60);
  for (const each of [...browser.values.keys()]) if (isOf(each, name)) browser.values.delete(each);
  browser.values.set(name, `base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`);
}

export const rotations = async (server) => {
  const { entries } = await server.control('GET', '/audit');
  return entries.filter(({ event }) => event === 'refreshed').length;
};
