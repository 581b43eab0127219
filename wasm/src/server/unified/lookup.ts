// Asks a unified backend who somebody of a foreign issuer is.
import { askJson } from '../ask_json.js';
import type { Resolve } from '../people.js';
import { safeUrl } from '../safe_url.js';
import { isObject, isText } from '../token.js';

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
    const answer = await askJson(send, url, { method: 'POST', headers, body });
    const person = isObject(answer) ? answer['person'] : undefined;
    if (person === null) return null;
    const { id, ids } = isObject(person) ? person : { id: undefined, ids: undefined };
    if (!isText(id) || !Array.isArray(ids) || !ids.every(isText)) throw new Error(`${url} answered something else`);
    return { id, ids };
  };
}
