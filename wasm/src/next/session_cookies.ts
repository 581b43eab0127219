// The session in the cookies of one request, as a store of the core.
import { memoryStore, webHost } from 'hufu';
import type { CookieAttributes, CookieCodec, CookieToSet, CookieValue, EventKind, Store, TakeLock } from 'hufu';

import { cookieChanges, cookiesOf, isBeside } from '../host/cookies.js';
import { Handover } from './handover.js';
import { noStoreHeaders } from './options.js';

/** The cookies of a request, and a way to set them in its answer. */
export interface ServerCookies {
  /** All cookies of the request, values decoded. */
  getAll(): CookieValue[] | Promise<CookieValue[]>;
  /**
   * Sets cookies in the answer; with `maxAge` 0 a cookie is removed. `headers` have to go with them, for
   * no cache may keep that answer. Throws where nothing can be set: the session is then handed on later.
   */
  setAll(cookies: CookieToSet[], headers: Readonly<Record<string, string>>): void | Promise<void>;
}

const handover = new Handover();
// Locks by name, for all requests of this process.
const locks = webHost({ store: memoryStore() }).lock;

/** The cookies of one request. What was set is seen by what reads later, even where it cannot be sent. */
export class SessionCookies implements Store {
  /** Takes turns with the requests of the same session only. */
  readonly lock: TakeLock;
  readonly #cookies: ServerCookies;
  readonly #key: string;
  readonly #attributes: CookieAttributes;
  #values: Map<string, string> | null = null;
  #session: string | null = null;
  #renewal: { before: string; after: string; isDelivered: boolean } | null = null;

  constructor(cookies: ServerCookies, key: string, attributes: CookieAttributes) {
    this.#cookies = cookies;
    this.#key = key;
    this.#attributes = attributes;
    this.lock = (name, waitMs, signal) => {
      const session = this.#session === null ? crypto.randomUUID() : handover.latest(this.#session);
      return locks(`${name} ${session}`, waitMs, signal);
    };
  }

  /** Next.js gives the cookies of a page that is made in advance (`cacheComponents`) never, and so asks nothing of it. */
  async begun(): Promise<void> {
    await this.#read();
  }

  async load(key: string, codec: CookieCodec): Promise<string | null> {
    if (isBeside(key)) return null;
    const value = codec.decode(key, [...(await this.#read())]);
    if (key !== this.#key) return value;
    this.#session = value;
    if (value === null) return null;
    const latest = handover.latest(value);
    if (latest !== value) {
      const isDelivered = await this.#write(key, latest, codec);
      if (isDelivered) handover.note(value, latest, true);
      this.#session = latest;
    }
    return latest;
  }

  async save(key: string, value: string, codec: CookieCodec): Promise<void> {
    if (isBeside(key)) return;
    const isDelivered = await this.#write(key, value, codec);
    if (key !== this.#key) return;
    if (this.#session !== null) this.#renewal = { before: this.#session, after: value, isDelivered };
    this.#session = value;
  }

  async erase(key: string, codec: CookieCodec): Promise<void> {
    await this.#write(key, null, codec);
    if (key !== this.#key || this.#session === null) return;
    handover.forget(this.#session);
    this.#session = null;
  }

  /** Says what it was that has been stored last. A renewal, also by a second factor, is for all requests of the session; another sign-in is not. */
  settle(kind: EventKind): void {
    const renewal = this.#renewal;
    this.#renewal = null;
    if ((kind === 'refreshed' || kind === 'assurance_changed') && renewal) handover.note(renewal.before, renewal.after, renewal.isDelivered);
  }

  async #read(): Promise<Map<string, string>> {
    this.#values ??= new Map((await this.#cookies.getAll()).map(({ name, value }) => [name, value]));
    return this.#values;
  }

  // Whether the cookies could be set.
  async #write(key: string, value: string | null, codec: CookieCodec): Promise<boolean> {
    const values = await this.#read();
    const changes = cookieChanges(key, value, [...values.keys()], codec);
    for (const [name, text] of changes) {
      if (text === null) values.delete(name);
      else values.set(name, text);
    }
    const cookies = cookiesOf(changes, this.#attributes);
    if (cookies.length === 0) return true;
    try {
      await this.#cookies.setAll(cookies, noStoreHeaders);
      return true;
    } catch {
      return false; // a server component: Next.js has begun to answer
    }
  }
}
