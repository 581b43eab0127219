// The guard of an application's own routes.
import type { Issuer, Platform } from './issuer.js';
import { Person } from './person.js';
import { Refused } from './refused.js';
import { broughtIn, isPlatform, linesOf, platformIn, type AnyRequest } from './request.js';
import type { Members } from './token.js';
import { Verifier, type Verdict } from './verifier.js';

/** Whom an issuer names. */
export interface Identity {
  issuer: string;
  subject: string;
  claims: Members;
}

/** Who that is here: an id, and those that were absorbed into it. */
export type Resolved = string | { id: string; ids?: readonly string[] };

/** For {@link createGuard}. */
export interface GuardOptions {
  /** Whom to trust. */
  issuers: readonly Issuer[];
  /**
   * Who that is in your own tables; null: nobody, 403. What it throws is 503. Without it the `id` is the issuer's subject, so
   * two issuers beside `unified` need it: theirs could be alike.
   */
  resolve?: (identity: Identity) => Resolved | null | Promise<Resolved | null>;
  /** Whether every request has to say `X-Platform`. */
  requirePlatform?: boolean;
  /** How keys are asked for, in networks that need a proxy. */
  fetch?: typeof fetch;
  /** What time it is, as `Date.now`; for tests. */
  now?: () => number;
  /** Milliseconds of a clock that nobody sets, as `performance.now`; for tests. */
  uptime?: () => number;
}

/** A route that knows who asks. `rest` is what a framework gives beside the request. */
export type Handler<Asked, Rest extends unknown[]> = (request: Asked, person: Person, ...rest: Rest) => Response | Promise<Response>;

/** Makes a guard. Keep it: it keeps keys and verdicts. */
export function createGuard(options: GuardOptions): Guard {
  return new Guard(options);
}

/** Lets in who has a good token. */
export class Guard {
  readonly #options: GuardOptions;
  readonly #verifier: Verifier;
  readonly #nowS: () => number;

  /** @internal */
  constructor(options: GuardOptions) {
    const { issuers, resolve, now = Date.now } = options;
    const foreign = issuers.filter(({ kind }) => kind !== 'unified');
    if (!resolve && (foreign.length > 1 || issuers.length - foreign.length > 1)) {
      throw new TypeError('These issuers could have the same subject for two people: give createGuard a resolve.');
    }
    this.#options = options;
    this.#nowS = () => now() / 1000;
    const { fetch: get = (...asked) => fetch(...asked), uptime = () => performance.now() } = options;
    this.#verifier = new Verifier(issuers, { fetch: get, uptime, nowS: this.#nowS });
  }

  /** Who asks. Rejects with {@link Refused}: answer with its `response()`, or its `status`, `headers` and `body`. */
  async authenticate(request: AnyRequest): Promise<Person> {
    const platform = platformIn(request, this.#options.requirePlatform ?? false);
    const brought = broughtIn(request);
    if (!brought) throw new Refused('no_token');
    const verdict = await this.#verifier.verdict(brought.token);
    if (brought.isBare && !verdict.issuer.isBare) throw new Refused('no_token');
    // A page's token names the page; what has no Origin is no page.
    const isClerk = verdict.issuer.kind === 'clerk';
    if (isClerk && verdict.claims['azp'] === undefined && linesOf(request, 'origin').length > 0) {
      throw new Refused('wrong_claims', 'it has no azp, but comes from a page');
    }
    return this.#personOf(verdict, platformOf(verdict, platform));
  }

  /** Whose token this is, where there is no request: a WebSocket's first message. */
  async verify(token: string): Promise<Person> {
    const verdict = await this.#verifier.verdict(token);
    return this.#personOf(verdict, platformOf(verdict, null));
  }

  /** A route of `fetch`'s kind, such as those of Next.js. It is called with a person, or not at all. */
  route<Asked extends Request, Rest extends unknown[]>(handler: Handler<Asked, Rest>): (request: Asked, ...rest: Rest) => Promise<Response> {
    return async (request, ...rest) => {
      let person: Person;
      try {
        person = await this.authenticate(request);
      } catch (error) {
        if (error instanceof Refused) return error.response();
        throw error;
      }
      return handler(request, person, ...rest);
    };
  }

  async #personOf({ issuer, subject, claims }: Verdict, platform: Platform | null): Promise<Person> {
    const known = await this.#resolved(issuer, subject, claims);
    if (known === null) throw new Refused('unknown_person');
    const { id, ids = [] } = typeof known === 'string' ? { id: known } : known;
    return new Person({ id, ids: [...new Set([id, ...ids])], platform, subject, issuer, claims, nowS: this.#nowS });
  }

  async #resolved(issuer: Issuer, subject: string, claims: Members): Promise<Resolved | null> {
    const { resolve } = this.#options;
    if (!resolve || issuer.kind === 'unified') return subject;
    try {
      return await resolve({ issuer: issuer.name ?? issuer.kind, subject, claims });
    } catch (cause) {
      throw new Refused('backend_unavailable', 'resolve threw', { cause });
    }
  }
}

// X-Platform chooses nothing, and has to agree with what is proved.
function platformOf({ issuer, claims }: Verdict, said: Platform | null): Platform | null {
  const proved = issuer.namesPlatform ? claims['platform'] : undefined;
  if (issuer.namesPlatform && !isPlatform(proved)) throw new Refused('wrong_claims', 'it names no platform');
  const agrees = said === null || (isPlatform(proved) ? said === proved : issuer.platforms.includes(said));
  if (!agrees) throw new Refused('wrong_platform');
  if (isPlatform(proved)) return proved;
  return said ?? (issuer.platforms.length === 1 ? issuer.platforms[0]! : null);
}
