// Judges tokens: the issuer chooses the rules, the rules choose the key.
import type { Algorithm, Issuer } from './issuer.js';
import { jose } from './jose.js';
import { algorithmOf, judgeClaims, judgeTimes, subjectOf } from './judge.js';
import { Kept, digestOf } from './kept.js';
import { Keys, type Surroundings } from './keys.js';
import { Refused } from './refused.js';
import { freezeAndFindDuplicates, opened, type Members, type OpenedToken } from './token.js';

/** What a good token says. */
export interface Verdict {
  readonly issuer: Issuer;
  readonly subject: string;
  readonly claims: Members;
}

interface KeptVerdict extends Verdict {
  /** Whether the key still serves. */
  readonly stands: () => boolean;
}

interface Outside extends Surroundings {
  nowS: () => number;
}

/** Judges the tokens of several issuers; keeps their keys, and what it found of the last 10,000 tokens. */
export class Verifier {
  /** By what its tokens have as `iss`; undefined: none. */
  readonly #byName = new Map<unknown, Issuer>();
  readonly #keys = new Map<Issuer, Keys>();
  readonly #kept = new Kept<KeptVerdict>();
  readonly #nowS: () => number;

  constructor(issuers: readonly Issuer[], outside: Outside) {
    if (issuers.length === 0) throw new TypeError('A guard without an issuer lets in nobody.');
    for (const issuer of issuers) {
      for (const name of issuer.names) {
        if (this.#byName.has(name)) throw new TypeError(`Two issuers are ${name === undefined ? 'without iss' : `called ${name}`}.`);
        this.#byName.set(name, issuer);
      }
      if (!('secret' in issuer.keys)) this.#keys.set(issuer, new Keys(issuer, outside));
    }
    this.#nowS = outside.nowS;
  }

  /** What the token says, if it is good. Rejects with {@link Refused}. */
  async verdict(token: string): Promise<Verdict> {
    const digested = digestOf(token);
    const digest = typeof digested === 'string' ? digested : await digested; // in Node nothing is waited for
    const kept = this.#kept.get(digest);
    if (kept?.stands()) {
      judgeTimes(kept.claims, this.#nowS());
      return kept;
    }
    const verdict = await this.#judged(token);
    this.#kept.set(digest, verdict);
    return verdict;
  }

  async #judged(token: string): Promise<KeptVerdict> {
    const parts = opened(token);
    const issuer = this.#issuerOf(parts.claims);
    const algorithm = algorithmOf(parts.header, issuer);
    const keys = this.#keys.get(issuer);
    const stands = keys ? await this.#provedByKeys(token, parts, algorithm, keys) : await this.#provedBySecret(token, parts, issuer);
    judgeTimes(parts.claims, this.#nowS());
    judgeClaims(parts.claims, issuer);
    return { issuer, subject: subjectOf(parts.claims, issuer), claims: parts.claims, stands };
  }

  #issuerOf({ iss }: Members): Issuer {
    const issuer = this.#byName.get(iss);
    if (!issuer) throw new Refused('unknown_issuer');
    return issuer;
  }

  async #provedByKeys(token: string, parts: OpenedToken, algorithm: Algorithm, keys: Keys): Promise<() => boolean> {
    const name = parts.header['kid'];
    if (typeof name !== 'string') throw new Refused('malformed', 'kid');
    let isTried = false;
    for (const key of await keys.named(name)) {
      const imported = await key.for(algorithm);
      if (!imported) continue;
      isTried = true;
      if (await isSigned(token, parts, imported, algorithm)) return () => keys.isCurrent(name, key);
    }
    throw new Refused(isTried ? 'bad_signature' : 'unknown_key');
  }

  async #provedBySecret(token: string, parts: OpenedToken, issuer: Issuer): Promise<() => boolean> {
    if ('secret' in issuer.keys && (await isSigned(token, parts, issuer.keys.secret(), 'HS256'))) return () => true;
    throw new Refused('bad_signature');
  }
}

async function isSigned(token: string, parts: OpenedToken, key: CryptoKey | Uint8Array, algorithm: Algorithm): Promise<boolean> {
  const { compactVerify } = await jose();
  const proof = compactVerify(token, key, { algorithms: [algorithm] }).then(
    () => true,
    () => false,
  );
  // Looked for while the signature is checked elsewhere.
  const isAmbiguous = freezeAndFindDuplicates(parts);
  const isGood = await proof;
  if (isGood && isAmbiguous) throw new Refused('malformed', 'a member twice');
  return isGood;
}
