// An issuer's public keys: asked for seldom, and kept while it is away.
//
// Ours and not jose's createRemoteJWKSet, which after ten minutes throws away what it has before it asks (an outage of the key
// server is one of ours then), says "no such key" while it rests (a token of a key that is a second old would be 401), reads
// answers of any size, and gives up a set for one key that it does not understand.
import { askJson } from './ask_json.js';
import type { Issuer, KeyPlace } from './issuer.js';
import { keySetOf, type KeySet, type PublicKey } from './key_set.js';
import { Refused } from './refused.js';
import { safeUrl } from './safe_url.js';
import { isObject } from './token.js';

/** After this the keys are asked for again, while those that are here serve on. */
const freshMs = 5 * 60_000;
/** After this an answer is waited for: a key that the issuer withdrew is no good any more. */
const waitMs = 10 * 60_000;
/** While the issuer is away its keys serve on for so long. */
const keptMs = 60 * 60_000;
/** An unknown key is a reason to ask again, but not for every forged token. */
const apartMs = 10_000;

/** What keys need from outside. */
export interface Surroundings {
  fetch: typeof fetch;
  /** Milliseconds of a clock that nobody sets. */
  uptime: () => number;
}

/** The keys of one issuer. */
export class Keys {
  readonly #issuer: Issuer;
  readonly #outside: Surroundings;
  #set: KeySet = new Map();
  /** What it was before the last renewal. */
  #before: KeySet = new Map();
  #fetchedMs = -Infinity;
  #askedMs = -Infinity;
  #flight: Promise<void> | null = null;
  /** Why the last renewal failed. */
  #fault: { readonly cause: unknown } | null = null;

  constructor(issuer: Issuer, outside: Surroundings) {
    this.#issuer = issuer;
    this.#outside = outside;
  }

  /** The keys of that name; refuses with `unknown_key`, or with `keys_unavailable` where nobody can tell now. */
  async named(name: string): Promise<PublicKey[]> {
    const known = this.#found(name);
    if (known && this.#ageMs() < freshMs) return known;
    const isNews = await this.#renewed(known !== undefined);
    const found = this.#found(name);
    if (found) return found;
    const isWithdrawn = this.#before.has(name) && !this.#set.has(name);
    if (isNews || isWithdrawn) throw new Refused('unknown_key');
    const restMs = this.#askedMs + apartMs - this.#outside.uptime();
    throw new Refused('keys_unavailable', this.#issuer.name ?? '', { retryAfterMs: restMs, ...this.#fault });
  }

  /** Whether this key serves, and nothing has to be asked to say so. */
  isCurrent(name: string, key: PublicKey): boolean {
    return this.#ageMs() < freshMs && this.#found(name)?.includes(key) === true;
  }

  #ageMs(): number {
    return this.#outside.uptime() - this.#fetchedMs;
  }

  #found(name: string): PublicKey[] | undefined {
    return this.#ageMs() < keptMs ? this.#set.get(name) : undefined;
  }

  // Whether there is an answer that was asked for after this call had begun. With a key to go on with nobody waits.
  async #renewed(hasKey: boolean): Promise<boolean> {
    const goesOn = hasKey && (this.#fault !== null || this.#ageMs() < waitMs);
    const sinceMs = this.#outside.uptime() - this.#askedMs;
    // By then a flight has landed, or never will: a worker that was stopped in the middle leaves one.
    if (sinceMs < apartMs && !(this.#flight && isWorker())) {
      if (!goesOn) await this.#flight;
      return false;
    }
    this.#askedMs = this.#outside.uptime();
    const flight = this.#ask(this.#askedMs);
    this.#flight = flight;
    if (goesOn) return false;
    await flight;
    return this.#fault === null;
  }

  // Never rejects: what goes wrong here is the issuer's or the network's fault, not a token's.
  async #ask(beganMs: number): Promise<void> {
    try {
      const answer = await askJson(this.#outside.fetch, await this.#url());
      const set = keySetOf(answer, this.#issuer.algorithms, this.#set);
      this.#before = this.#set;
      this.#set = set;
      this.#fetchedMs = beganMs;
      this.#fault = null;
    } catch (cause) {
      this.#fault = { cause };
    } finally {
      this.#flight = null;
    }
  }

  async #url(): Promise<string> {
    const place = this.#issuer.keys as Exclude<KeyPlace, { secret: unknown }>;
    if ('jwks' in place) return place.jwks;
    const document = await askJson(this.#outside.fetch, place.discovery);
    // OpenID Connect Discovery, section 4.3.
    if (!isObject(document) || document['issuer'] !== this.#issuer.name || typeof document['jwks_uri'] !== 'string') throw new Error('no discovery document');
    const url = safeUrl(document['jwks_uri']);
    if (!url.startsWith('https:') && !place.discovery.startsWith('http:')) throw new Error('an issuer elsewhere has no keys on this machine');
    return url;
  }
}

// Cloudflare's workers let no request wait for what another has begun.
const isWorker = (): boolean => globalThis.navigator?.userAgent === 'Cloudflare-Workers';
