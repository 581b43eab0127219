// Which keys of a JWKS may sign an issuer's tokens.
import type { JWK } from 'jose';

import type { Algorithm } from './issuer.js';
import { jose } from './jose.js';
import { isObject, type Members } from './token.js';

const leastRsaBits = 2048; // RFC 7518, section 3.3
const mostOfOneName = 8;

/** One key, imported when it is first needed. */
export class PublicKey {
  /** As it stands in the set: a key that stays the same stays valid. */
  readonly text: string;
  readonly #entry: Members;
  readonly #imported: Partial<Record<Algorithm, Promise<CryptoKey | null>>> = {};

  constructor(entry: Members) {
    this.text = JSON.stringify(entry);
    this.#entry = entry;
  }

  /** For this algorithm; null if it cannot be understood. */
  for(algorithm: Algorithm): Promise<CryptoKey | null> {
    return (this.#imported[algorithm] ??= this.#import(algorithm));
  }

  async #import(algorithm: Algorithm): Promise<CryptoKey | null> {
    if (!fits(this.#entry, algorithm)) return null;
    const { importJWK } = await jose();
    // What is public of it, and nothing that could make it another key.
    const { kty, crv, x, y, n, e } = this.#entry;
    try {
      const key = (await importJWK({ kty, crv, x, y, n, e } as JWK, algorithm)) as CryptoKey;
      const { modulusLength = leastRsaBits } = key.algorithm as Partial<RsaHashedKeyAlgorithm>;
      return modulusLength >= leastRsaBits ? key : null;
    } catch {
      return null;
    }
  }
}

/** Keys by their names; several may have one name. */
export type KeySet = Map<string, PublicKey[]>;

/**
 * The keys by their names. What is not understood is passed over (RFC 7517, section 5), key by key; a set of which nothing is
 * understood is no set, and throws. Keys that are in `before` are taken from there.
 */
export function keySetOf(answer: unknown, algorithms: readonly Algorithm[], before: KeySet): KeySet {
  const entries = isObject(answer) ? answer['keys'] : undefined;
  const set: KeySet = new Map();
  for (const entry of Array.isArray(entries) ? (entries as unknown[]) : []) {
    if (!isObject(entry) || typeof entry['kid'] !== 'string' || !algorithms.some((name) => fits(entry, name))) continue;
    const named = set.get(entry['kid']) ?? [];
    if (named.length === mostOfOneName) continue;
    const key = new PublicKey(entry);
    const known = before.get(entry['kid'])?.find(({ text }) => text === key.text);
    set.set(entry['kid'], [...named, known ?? key]);
  }
  if (set.size === 0) throw new Error('no key set');
  return set;
}

const shapes: Readonly<Record<Algorithm, readonly [kty: string, crv?: string]>> = {
  RS256: ['RSA'],
  PS256: ['RSA'],
  ES256: ['EC', 'P-256'],
  EdDSA: ['OKP', 'Ed25519'],
  Ed25519: ['OKP', 'Ed25519'],
  HS256: ['none'], // a secret stands in no set
};

// Whether a key is for signatures of this algorithm.
function fits({ kty, crv, alg, use = 'sig', key_ops: uses = ['verify'] }: Members, algorithm: Algorithm): boolean {
  const [type, curve] = shapes[algorithm];
  // Ed25519 has two names.
  const isNamed = alg === undefined || alg === algorithm || curve === 'Ed25519';
  return kty === type && (curve === undefined || crv === curve) && isNamed && use === 'sig' && Array.isArray(uses) && uses.includes('verify');
}
