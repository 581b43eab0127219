// What a unified backend tells by itself, signed as Standard Webhooks has it (standardwebhooks.com, version 1); Clerk's svix does the same.
//
// Ours and not the package `standardwebhooks`: it hashes in JavaScript, and knows neither several secrets nor what came before.
import type { Guard } from '../guard.js';
import { Kept } from '../kept.js';
import { shortTextOf } from '../short_text.js';
import { isObject, type Members } from '../token.js';

const toleranceS = 5 * 60;
const leastSecretBytes = 24;
const patienceMs = 10_000;

/** What was told. */
export interface WebhookEvent {
  /** The same when it is told again. */
  id: string;
  /** `person.merged`, with `{ into, from }`, or `person.deleted`, with `{ id, ids }`. */
  type: string;
  data: Members;
}

/** For {@link webhook}. */
export interface WebhookOptions {
  /** `whsec_…`; while it is changed, both. */
  secret: string | readonly string[];
  /** It forgets what it was told of people who were merged or deleted. */
  guard?: Pick<Guard, 'forget'>;
  /** What time it is, as `Date.now`; for tests. */
  now?: () => number;
}

/**
 * A route for them: `export const POST = webhook({ secret, guard }, async ({ type, data }) => …)`. What `act` throws goes on to whoever
 * called the route, and the backend tells it again; also where `act` has not ended after ten seconds, which is 503. It may be told twice
 * to two processes, or after a restart: act so that this does no harm.
 */
export function webhook(options: WebhookOptions, act?: (event: WebhookEvent) => unknown): (request: Request) => Promise<Response> {
  const { guard, now = Date.now } = options;
  const secrets = [options.secret].flat().map(bytesOfSecret);
  // Two deliveries of one at once are one deed.
  const deeds = new Kept<Promise<void>>();
  const done = async (event: WebhookEvent): Promise<void> => {
    for (const id of idsIn(event)) await guard?.forget(id);
    await act?.(event);
  };
  // Another that was begun since stays.
  const drop = (id: string, deed: Promise<void> | undefined): void => {
    if (deeds.get(id) === deed) deeds.delete(id);
  };
  return async (request) => {
    const { id, at, signatures } = signedPartsOf(request.headers);
    const isInTime = /^\d{1,12}$/.test(at) && Math.abs(now() / 1000 - Number(at)) <= toleranceS;
    if (!id || !isInTime || signatures.length === 0) return refusal(401, 'bad_signature');
    const text = await shortTextOf(request).catch(nullIfLong);
    if (text === null) return refusal(413, 'too_large');
    if (!(await isSigned(`${id}.${at}.${text}`, signatures, secrets))) return refusal(401, 'bad_signature');
    const event = eventIn(text);
    if (!event) return refusal(400, 'malformed');
    let deed = deeds.get(id);
    if (!deed) {
      deed = done({ id, ...event });
      deeds.set(id, deed);
      deed.catch(() => drop(id, deed));
    }
    if (await isDoneInTime(deed)) return new Response(null, { status: 204 });
    drop(id, deed);
    return refusal(503, 'unfinished');
  };
}

/** Of whom something else is true now. */
function idsIn({ type, data: { into, from, id, ids } }: WebhookEvent): string[] {
  if (type === 'person.merged') return [into, from].map(String);
  return type === 'person.deleted' ? [id, ...(Array.isArray(ids) ? ids : [])].map(String) : [];
}

/** Rejects as it does. */
async function isDoneInTime(deed: Promise<void>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, patienceMs, false)));
  const done = deed.then(() => true);
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

function nullIfLong(error: unknown): null {
  if (error instanceof RangeError) return null;
  throw error;
}

function signedPartsOf(headers: Headers): { id: string; at: string; signatures: Uint8Array<ArrayBuffer>[] } {
  const part = (name: string): string => headers.get(`webhook-${name}`) ?? headers.get(`svix-${name}`) ?? '';
  const signatures = part('signature').split(' ').flatMap((one) => (one.startsWith('v1,') ? (bytesOf(one.slice(3)) ?? []) : []));
  return { id: part('id'), at: part('timestamp'), signatures };
}

async function isSigned(text: string, signatures: readonly Uint8Array<ArrayBuffer>[], secrets: readonly Uint8Array<ArrayBuffer>[]): Promise<boolean> {
  const bytes = new TextEncoder().encode(text);
  for (const secret of secrets) {
    const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
    for (const signature of signatures) if (await crypto.subtle.verify('HMAC', key, signature, bytes)) return true;
  }
  return false;
}

function eventIn(text: string): Omit<WebhookEvent, 'id'> | null {
  try {
    const event = JSON.parse(text) as unknown;
    if (isObject(event) && typeof event['type'] === 'string' && isObject(event['data'])) return { type: event['type'], data: event['data'] };
  } catch {
    // Signed, and no JSON.
  }
  return null;
}

function bytesOfSecret(secret: string): Uint8Array<ArrayBuffer> {
  const bytes = bytesOf(secret.replace(/^whsec_/, ''));
  if (!bytes || bytes.length < leastSecretBytes) throw new TypeError(`A webhook's secret is whsec_ and ${leastSecretBytes} bytes or more in base64.`);
  return bytes;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

const refusal = (status: number, error: string): Response => Response.json({ error }, { status, headers: { 'Cache-Control': 'no-store' } });
