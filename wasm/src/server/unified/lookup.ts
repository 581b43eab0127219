// Asks a unified backend who somebody of a foreign issuer is.
import type { Resolve } from '../people.js';
import { safeUrl } from '../safe_url.js';
import { shortTextOf } from '../short_text.js';
import { isObject } from '../token.js';

const timeoutMs = 5_000;

/** For {@link lookup}. */
export interface LookupOptions {
  baseUrl: string;
  /** By which the backend knows this server. A secret: no page and no mini-program may have it. */
  serverKey: string;
  /** Another `fetch`, in networks that need a proxy. */
  fetch?: typeof fetch;
}

/** For `createGuard({ resolve: lookup({ baseUrl, serverKey }) })`: the ids of both halves are the backend's. */
export function lookup({ baseUrl, serverKey, fetch: send = (...asked) => fetch(...asked) }: LookupOptions): Resolve {
  if (!serverKey) throw new TypeError('lookup needs the serverKey.');
  const url = safeUrl(`${baseUrl.replace(/\/+$/, '')}/api/people/lookup`);
  const headers = { Authorization: `Bearer ${serverKey}`, 'Content-Type': 'application/json' };
  return async ({ issuer, subject }) => {
    // In the body: addresses stand in logs, and a subject is personal data.
    const body = JSON.stringify({ issuer, subject });
    const response = await send(url, { method: 'POST', redirect: 'manual', headers, body, signal: AbortSignal.timeout(timeoutMs) });
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    const answer = JSON.parse(await shortTextOf(response)) as unknown;
    const person = isObject(answer) ? answer['person'] : undefined;
    if (person === null) return null;
    const { id, ids } = isObject(person) ? person : { id: undefined, ids: undefined };
    if (!isText(id) || !Array.isArray(ids) || !ids.every(isText)) throw new Error(`${url} answered something else`);
    return { id, ids };
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
