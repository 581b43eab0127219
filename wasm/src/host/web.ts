// The host of browsers, Node and edge runtimes: fetch, WebCrypto, timers.
import { HostFailure } from '../errors.js';
import { uptime } from '../platform/uptime.js';
import type {
  Credential,
  CredentialKind,
  CoreHost,
  HttpAnswer,
  Presentation,
  Store,
  TakeLock,
  UploadCall,
} from './host.js';
import { arriving, leases, localLocks, orElse, webLocks } from './locks.js';
import { memoryStore, webStorage } from './stores.js';
import { tabs } from './tabs.js';
import { onWake } from './waking.js';

/** What a client needs where the web's `fetch` is. */
export interface Host extends CoreHost {
  /** Sends the application's own request, as `fetch(url, init)` does; `init.redirect` is `manual`. */
  forward(url: string, init: RequestInit): Promise<Response>;
}

/** What an application may give to the host of browsers, Node and edge runtimes. */
export interface WebHostOptions {
  /** Where the session is kept: by default `localStorage` in browsers, memory elsewhere. */
  store?: Store;
  /** Another `fetch`. */
  fetch?: typeof fetch;
  /** Gives a `wx.login` code, a token of the web session (Clerk's `getToken()`), or ends that session. */
  credential?: (kind: CredentialKind, fresh: boolean, signal: AbortSignal, withData: boolean) => Promise<Credential | string>;
  /** Shows a page or a code to the person. By default a browser goes to the page. */
  present?: (what: Presentation, signal: AbortSignal) => void | Promise<void>;
}

/** The whole of a call of the SDK. */
const deadlineMs = 30_000;
/** The largest answer. */
const mostBytes = 1_048_576;

/** The host of browsers, Node and edge runtimes. */
export function webHost(options: WebHostOptions = {}, storageKey = 'hufu.session'): Host {
  const given = options.store ?? (typeof document === 'undefined' ? memoryStore() : webStorage());
  const send = options.fetch ?? ((input: Request | string | URL, init?: RequestInit) => fetch(input, init));
  const isShared = given.isShared === true;
  const { store, lock } = isShared ? arriving(given, sharedLocks()) : { store: given, lock: locksOf(given) };

  const ask = async (url: string, init: RequestInit, signal: AbortSignal): Promise<HttpAnswer> => {
    const stop = new AbortController();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      stop.abort();
    }, deadlineMs);
    const giveUp = (): void => stop.abort();
    signal.addEventListener('abort', giveUp);
    try {
      const response = await send(url, {
        ...init,
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: stop.signal,
      });
      // A browser does not say what kind of redirect it was.
      if (response.type === 'opaqueredirect') return { status: 302, headers: [], body: '' };
      return { status: response.status, headers: [...response.headers], body: await wholeBody(response) };
    } catch (error) {
      if (error instanceof HostFailure) throw error;
      throw isLate ? new HostFailure('timeout', 'no answer within 30 s') : failureOf(error);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    }
  };

  return {
    store,
    lock,
    now: () => ({ wall: Date.now(), uptime: uptime() }),
    wall: () => Date.now(),
    http: ({ method, url, headers, body }, signal) =>
      ask(url, { method, headers, body: method === 'GET' || method === 'HEAD' ? null : body }, signal),
    upload: (call, signal) => ask(call.url, { method: 'POST', headers: call.headers, body: formOf(call) }, signal),
    forward: send,
    sleep: (delayMs, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, delayMs);
        signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
      }),
    random: (bytes) => webCrypto().getRandomValues(new Uint8Array(bytes)),
    digest: async (bytes) => {
      const { subtle } = webCrypto();
      if (!subtle) throw new HostFailure('unsupported', 'SHA-256 needs https or localhost');
      return new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
    },
    credential: async (kind, fresh, signal, withData) => {
      if (!options.credential) throw new HostFailure('unsupported', `no credential callback configured for ${kind}`);
      const given = await options.credential(kind, fresh, signal, withData);
      return typeof given === 'string' ? { credential: given } : given;
    },
    present: (what, signal) => {
      if (options.present) return options.present(what, signal);
      if (what.show === 'open_url' && typeof document !== 'undefined') return location.assign(what.url);
      throw new HostFailure('unsupported', `no present callback configured for ${what.show}`);
    },
    onWake,
    address: () => (typeof location === 'undefined' ? '' : location.href),
    tabs: (hear) => (isShared ? tabs(storageKey, hear) : null),
  };
}

// Math.random() is no source of secrets: without a proper one nothing is done.
function webCrypto(): Crypto {
  if (typeof crypto === 'undefined' || !crypto.getRandomValues) {
    throw new HostFailure('unsupported', 'there is no WebCrypto');
  }
  return crypto;
}

// Web Locks, else leases in `localStorage`, else, where both are forbidden, those of the page: what is kept there is
// shared with nobody.
function sharedLocks(): TakeLock {
  const manager = allowed(() => navigator.locks);
  const withoutManager = orElse(leases(() => localStorage, pageLocks), pageLocks);
  return manager ? orElse(webLocks(manager), withoutManager) : withoutManager;
}

// Already the getter may throw.
function allowed<T>(get: () => T): T | null {
  try {
    return get();
  } catch {
    return null;
  }
}

// Clients that share a store share its locks.
const pageLocks = localLocks();
const storeLocks = new WeakMap<Store, TakeLock>();
function locksOf(store: Store): TakeLock {
  const known = storeLocks.get(store) ?? localLocks();
  storeLocks.set(store, known);
  return known;
}

async function wholeBody(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > mostBytes) {
      void reader.cancel().catch(() => {});
      throw new HostFailure('malformed_reply', 'the answer is larger than 1 MiB');
    }
    pieces.push(value);
  }
  return new Blob(pieces).text();
}

function formOf({ file }: UploadCall): FormData {
  if (typeof file === 'string') throw new HostFailure('unsupported', 'here a picture is a Blob, not a path');
  const form = new FormData();
  form.set('file', file, file instanceof File ? file.name : 'avatar');
  return form;
}

// Node says behind `fetch failed` what it was, browsers nothing; never the URL or a header goes on.
function failureOf(error: unknown): HostFailure {
  if (!(error instanceof Error)) return new HostFailure('network');
  const { code } = (error.cause ?? {}) as { code?: unknown };
  if (typeof code !== 'string') return new HostFailure('network', error.name);
  return new HostFailure(/CERT|TLS|SSL/.test(code) ? 'tls' : /TIMEOUT/.test(code) ? 'timeout' : 'network', code);
}
