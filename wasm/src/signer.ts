// The headers of a request, and the token in them: what the core has said once is kept for as long as it
// would say the same.
import { CoreTrapped } from './core.js';
import type { Engine } from './engine.js';
import { programFault, type HufuError } from './errors.js';
import type { CoreHost } from './host/host.js';
import type { Language } from './texts/language.js';
import { spoken } from './texts/spoken.js';
import type { AccessToken, SignedHeaders } from './types.js';

/** Headers that the core gave for a URL, and the span of the wall clock in which it would give the same. */
interface Signed {
  url: string;
  headers: SignedHeaders;
  /** That of their text. */
  length: number;
  engine: Engine;
  version: number;
  from: number;
  until: number;
}

/** A token that the core gave, and the headers of the same moment. */
interface Held {
  signed: Signed;
  token: string;
  end: number;
}

/** Signs requests with what an engine says, or has said. */
export class Signer {
  readonly #host: Pick<CoreHost, 'now' | 'wall'>;
  readonly #language: Language | undefined;
  #signed: Signed | null = null;
  #held: Held | null = null;

  constructor(host: Pick<CoreHost, 'now' | 'wall'>, language: Language | undefined) {
    this.#host = host;
    this.#language = language;
  }

  /** The headers for a request, now; null where only an operation can get them. The hot path: usually the core has said it already. */
  authorize(engine: Engine | null, url: string): SignedHeaders | null {
    const signed = this.#signed;
    if (signed !== null && signed.url === url && stands(signed, engine, this.#host.wall())) return signed.headers;
    return this.#sign(engine, url)?.headers ?? null;
  }

  /** The token that was given last, while the core would give the same. */
  token(engine: Engine | null): AccessToken | null {
    const held = this.#held;
    if (held === null) return null;
    const now = this.#host.wall();
    return stands(held.signed, engine, now) ? { token: held.token, expiresInMs: held.end - now } : null;
  }

  /** Keeps what an operation gave, if `engine` signs with the same. */
  keepToken(engine: Engine | null, url: string, { token, expiresInMs }: AccessToken): void {
    const signed = this.#sign(engine, url);
    const isSame = signed?.headers.Authorization === `Bearer ${token}`;
    this.#held = isSame && signed ? { signed, token, end: this.#host.wall() + expiresInMs } : null;
  }

  #sign(engine: Engine | null, url: string): Signed | null {
    if (engine === null || engine.isClosed) return null;
    try {
      const version = engine.signerVersion;
      const last = this.#signed;
      const isKnown = version !== 0 && last !== null && last.engine === engine && last.version === version;
      const now = this.#host.now();
      const answer = engine.authorize(url, now, isKnown ? last.length : 0);
      if (answer === null) return null;
      if (answer === false) throw spoken(originRefused(url), this.#language);
      const { headers, length } = answer === true ? (last as Signed) : { headers: headersOf(answer), length: answer.length };
      const signed = { url, headers, length, engine, version, from: now.wall, until: now.wall + engine.goodFor(now) };
      if (version !== 0) this.#signed = signed;
      return signed;
    } catch (error) {
      if (error instanceof CoreTrapped) return null;
      throw error;
    }
  }
}

// Whether the core would say the same again.
const stands = ({ engine, version, from, until }: Signed, present: Engine | null, wall: number): boolean =>
  engine === present && version === engine.signerVersion && wall >= from && wall < until;

function headersOf(signed: string): SignedHeaders {
  const headers: Record<string, string> = {};
  for (const line of signed.split('\n')) {
    const end = line.indexOf(':');
    headers[line.slice(0, end)] = line.slice(end + 2);
  }
  return Object.freeze(headers as SignedHeaders);
}

function originRefused(url: string): HufuError {
  // Path and query may hold secrets.
  return programFault('origin_refused', /^https?:\/\/[^/?#\\@\s]+/i.exec(url)?.[0] ?? 'no plain http(s) URL');
}
