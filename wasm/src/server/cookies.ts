// Tokens in cookies: a browser sends them whoever's page asks.
import { readCookies, type CookieValue as Cookie } from '../host/cookies.js';
import type { Issuer } from './issuer.js';
import { Refused } from './refused.js';
import { linesOf, type AnyRequest } from './request.js';
import { isObject, utf8Of } from './token.js';

export type { Cookie };

/** What `cookies()` of `next/headers` gives. */
export interface CookieJar {
  getAll(): Cookie[];
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** The cookies of a request. */
export const cookiesIn = (request: AnyRequest): Cookie[] => readCookies(linesOf(request, 'cookie').join('; '));

/** Refuses what a page of another site may have sent: a form needs no leave to bring the cookies along. */
export function judgeSite(request: AnyRequest, origins: readonly string[]): void {
  // A WebSocket begins with a GET.
  if (safeMethods.includes(request.method ?? '') && linesOf(request, 'upgrade').length === 0) return;
  const [site] = linesOf(request, 'sec-fetch-site');
  const [origin = ''] = linesOf(request, 'origin');
  if (site !== 'same-origin' && !origins.includes(origin)) throw new Refused('other_site');
}

/** The token in the issuer's own cookie; null if there is none. */
export function tokenIn(cookies: readonly Cookie[], { cookie, kind }: Issuer): string | null {
  const values = new Map([...cookies].reverse().map(({ name, value }) => [name, value]));
  const text = cookie && (wholeOf(values, `__Host-${cookie}`) || wholeOf(values, cookie));
  if (!text) return null;
  if (kind === 'clerk') return text;
  try {
    const record = JSON.parse(text.startsWith('base64-') ? utf8Of(text.slice(7)) : text[0] === '%' ? decodeURIComponent(text) : text) as unknown;
    if (isObject(record) && typeof record['access_token'] === 'string') return record['access_token'];
  } catch {
    // Half a chunk.
  }
  throw new Refused('malformed', 'cookie');
}

function wholeOf(values: ReadonlyMap<string, string>, name: string): string {
  let text = values.get(name) ?? '';
  if (text === '') for (let n = 0, part: string | undefined; (part = values.get(`${name}.${n}`)) !== undefined; ++n) text += part;
  return text;
}
