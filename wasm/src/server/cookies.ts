// Tokens in cookies: a browser sends them whoever's page asks.
import { readCookies, type CookieValue as Cookie } from '../host/cookies.js';
import type { Issuer } from './issuer.js';
import { Refused } from './refused.js';
import { linesOf, type AnyRequest } from './request.js';
import { frozenMembersOf, isObject, utf8Of } from './token.js';

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
  const [origin] = linesOf(request, 'origin');
  if (site !== 'same-origin' && !(origin && origins.includes(origin))) throw new Refused('other_site');
}

/** The token in the issuer's own cookie; null if there is none. */
export function tokenIn(cookies: readonly Cookie[], { cookie, kind }: Issuer): string | null {
  const isWhole = kind === 'clerk';
  const text = cookie && (textOf(cookies, `__Host-${cookie}`, isWhole) || textOf(cookies, cookie, isWhole));
  if (!text) return null;
  if (isWhole) return text;
  try {
    const record = JSON.parse(text.startsWith('base64-') ? utf8Of(/^base64-([\w-]*)$/.exec(text)![1]!) : text[0] === '%' ? decodeURIComponent(text) : text) as unknown;
    frozenMembersOf(record);
    if (isObject(record) && typeof record['access_token'] === 'string') return record['access_token'];
  } catch {
    // Half a chunk.
  }
  throw new Refused('malformed', 'cookie');
}

// Of its chunks if need be; Clerk has none.
function textOf(cookies: readonly Cookie[], name: string, isWhole: boolean): string {
  let text = valueOf(cookies, name) ?? '';
  if (text === '' && !isWhole) for (let n = 0, part: string | undefined; (part = valueOf(cookies, `${name}.${n}`)) !== undefined; ++n) text += part;
  return text;
}

// Of two that differ (of two paths, or of a sister site) another one could be read elsewhere.
function valueOf(cookies: readonly Cookie[], name: string): string | undefined {
  const [value, another] = new Set(cookies.filter((one) => one.name === name).map((one) => one.value));
  if (another !== undefined) throw new Refused('malformed', 'two cookies of one name');
  return value;
}
