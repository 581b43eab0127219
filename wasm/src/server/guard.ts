// The guard of an application's own routes.
import { uptime } from '../platform/uptime.js';
import { cookiesIn, judgeSite, tokenIn, type Cookie, type CookieJar } from './cookies.js';
import type { Issuer, Platform } from './issuer.js';
import { checkedOrigins } from './origin.js';
import type { Known, People, Resolve } from './people.js';
import { Person } from './person.js';
import { Refused, refusalIn } from './refused.js';
import { broughtIn, linesOf, platformIn, type AnyRequest } from './request.js';
import { Verifier, type Verdict } from './verifier.js';

/** For {@link createGuard}. */
export interface GuardOptions {
  /** Whom to trust. */
  issuers: readonly Issuer[];
  /**
   * Who that is in your own tables; null: nobody, 403. What it throws is 503. Without it the `id` is the issuer's subject, so
   * several issuers need it: theirs could be alike. Only those of `clerk` and `unified` are not, and then each half of a person
   * has an id of its own. Of `unified`, of which there is one at most, it is not asked: the subject is the `id`.
   */
  resolve?: Resolve;
  /**
   * For how many seconds an answer of `resolve` is kept: 60; with 0 it is asked each time. {@link Guard.forget} ends one at once. That it
   * is nobody is not kept.
   */
  staleFor?: number;
  /** Whether every request has to say `X-Platform`. */
  requirePlatform?: boolean;
  /** Takes a page's session from its cookies, too. */
  cookies?: {
    /**
     * Origins whose pages may change something by them, such as `https://www.example.com`; the application's own may, if the browser says so
     * (`Sec-Fetch-Site`). An empty one, `null` and `*` are refused.
     */
    origins?: string | readonly string[];
    /** `headers` of `next/headers`, for {@link Guard.action}. */
    headers?: () => Headers | Promise<Headers>;
  };
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
  readonly #people: (() => People | Promise<People>) | undefined;
  readonly #origins: readonly string[];
  readonly #nowS: () => number;

  /** @internal */
  constructor(options: GuardOptions) {
    const { issuers, resolve, staleFor = 60, now = Date.now } = options;
    if (!(staleFor >= 0 && staleFor < Infinity)) throw new TypeError('staleFor is in seconds.');
    const kinds = issuers.map(({ kind }) => kind).sort();
    const couldBeAlike = 'Subjects of these issuers could be alike: ';
    if (kinds.lastIndexOf('unified') > kinds.indexOf('unified')) throw new TypeError(`${couldBeAlike}a guard takes one unified.`);
    // Clerk's begin with `user_`.
    if (!resolve && kinds.length > 1 && String(kinds) !== 'clerk,unified') throw new TypeError(`${couldBeAlike}give a resolve.`);
    const isUnsafe = options.cookies && issuers.some(({ kind, authorizedParties }) => kind === 'clerk' && authorizedParties.length === 0);
    if (isUnsafe) throw new TypeError('clerk needs authorizedParties beside cookies.');
    this.#options = options;
    this.#origins = checkedOrigins(options.cookies?.origins);
    this.#nowS = () => now() / 1000;
    const { fetch: get = (...asked) => fetch(...asked), uptime: clock = uptime } = options;
    this.#verifier = new Verifier(issuers, { fetch: get, uptime: clock, nowS: this.#nowS });
    let people: People | undefined;
    // When it is first asked: a module of a worker may wait for nothing while it starts. What could not be loaded is, the next time.
    this.#people = resolve && (() => people ?? import('./people.js').then(({ People }) => (people ??= new People(options, clock, Refused))));
  }

  /** Who asks. Rejects with {@link Refused}: answer with its `response()`, or its `status`, `headers` and `body`. */
  async authenticate(request: AnyRequest): Promise<Person> {
    const { requirePlatform = false, cookies } = this.#options;
    const said = platformIn(request, requirePlatform);
    const brought = broughtIn(request);
    if (!brought && cookies) judgeSite(request, this.#origins);
    const verdict = brought ? await this.#verifier.verdict(brought.token) : cookies && (await this.#verdictIn(cookiesIn(request)));
    if (!verdict || (brought?.isBare && !verdict.issuer.isBare)) throw new Refused('no_token');
    const person = await this.#personOf(verdict, said, request);
    if (!brought) return person;
    if (cookies && (await this.#isBesideAnother(cookiesIn(request), verdict, person))) throw new Refused('other_person');
    return person;
  }

  /** As {@link authenticate}, for who does not want to catch. */
  async judge(request: AnyRequest): Promise<{ person: Person; refused: null } | { person: null; refused: Refused }> {
    try {
      return { person: await this.authenticate(request), refused: null };
    } catch (error) {
      return { person: null, refused: refusalIn(error) };
    }
  }

  /**
   * Whose session is in these cookies, proved: for server components. null: nobody's that is good. Rejects with {@link Refused} only
   * where nobody can tell.
   *
   * @param asking a request, wherever there is one: its cookies are read as {@link authenticate} reads them; or `cookies` of
   * `next/headers`, or what it gives, where of two cookies of one name the last counts
   */
  async verifiedUser(asking: AnyRequest | CookieJar | Promise<CookieJar> | (() => CookieJar | Promise<CookieJar>)): Promise<Person | null> {
    if (!this.#options.cookies) throw new TypeError('guard.verifiedUser needs cookies: {}.');
    const given = await (typeof asking === 'function' ? asking() : asking);
    try {
      const verdict = await this.#verdictIn('getAll' in given ? given.getAll() : cookiesIn(given));
      return verdict && (await this.#personOf(verdict, null));
    } catch (error) {
      // A cookie that is no good names nobody.
      if (refusalIn(error).status === 503) throw error;
      return null;
    }
  }

  /** A server action: it is called with the person in the cookies, or rejects with {@link Refused}. */
  action<Rest extends unknown[], Result>(act: (person: Person, ...rest: Rest) => Result | Promise<Result>): (...rest: Rest) => Promise<Result> {
    const { headers } = this.#options.cookies ?? {};
    if (!headers) throw new TypeError('guard.action needs cookies: { headers } of next/headers.');
    return async (...rest) => act(await this.authenticate({ method: 'POST', headers: await headers() }), ...rest);
  }

  /** Whose token this is, where there is no request: a WebSocket's first message. */
  async verify(token: string): Promise<Person> {
    const verdict = await this.#verifier.verdict(token);
    return this.#personOf(verdict, null);
  }

  /** A route of `fetch`'s kind, such as those of Next.js. It is called with a person, or not at all. */
  route<Asked extends Request, Rest extends unknown[]>(handler: Handler<Asked, Rest>): (request: Asked, ...rest: Rest) => Promise<Response> {
    return async (request, ...rest) => {
      const { person, refused } = await this.judge(request);
      return refused ? refused.response() : handler(request, person, ...rest);
    };
  }

  /** What `resolve` told of this identity (issuer and subject, as it was told them), or of this person (the `id` alone), counts no more. */
  async forget(issuerOrId: string, subject?: string): Promise<void> {
    (await this.#people?.())?.forget(issuerOrId, subject);
  }

  // The first that is good: another issuer's cookie may be old, or forged.
  async #verdictIn(cookies: readonly Cookie[]): Promise<Verdict | null> {
    let fault: Refused | undefined;
    for (const issuer of this.#options.issuers) {
      try {
        const verdict = await this.#verdictOf(issuer, cookies);
        if (verdict) return verdict;
      } catch (error) {
        const refused = refusalIn(error);
        if (!fault || refused.status > fault.status) fault = refused;
      }
    }
    if (fault) throw fault;
    return null;
  }

  // A cookie counts for the issuer that it is of.
  async #verdictOf(issuer: Issuer, cookies: readonly Cookie[]): Promise<Verdict | null> {
    const token = tokenIn(cookies, issuer);
    if (token === null) return null;
    const verdict = await this.#verifier.verdict(token);
    if (verdict.issuer !== issuer) throw new Refused('unknown_issuer');
    return verdict;
  }

  // Whether a good cookie names somebody else. Of this identity it is nobody else: `resolve` is not asked again. What is no good, or
  // cannot be judged now, takes nothing from who is proved.
  async #isBesideAnother(cookies: readonly Cookie[], known: Verdict, { id }: Person): Promise<boolean> {
    for (const issuer of this.#options.issuers) {
      try {
        const verdict = await this.#verdictOf(issuer, cookies);
        if (!verdict || (issuer === known.issuer && verdict.subject === known.subject)) continue;
        if ((await this.#personOf(verdict, null)).id !== id) return true;
      } catch (error) {
        refusalIn(error);
      }
    }
    return false;
  }

  async #personOf(verdict: Verdict, said: Platform | null, request?: AnyRequest): Promise<Person> {
    const { issuer, subject, claims } = verdict;
    const platform = platformOf(verdict, said);
    // A page's token names the page; what has no Origin is no page.
    if (issuer.kind === 'clerk' && claims['azp'] === undefined && request && linesOf(request, 'origin').length > 0) {
      throw new Refused('wrong_claims', 'azp');
    }
    const known = await this.#knownOf(verdict);
    return new Person({ ...known, platform, subject, issuer, claims, nowS: this.#nowS });
  }

  // Tokens of the unified backend say themselves who was absorbed into whom; its entry has looked at what they say.
  async #knownOf({ issuer, subject, claims }: Verdict): Promise<Required<Known>> {
    const isOurs = issuer.kind === 'unified';
    const people = isOurs ? undefined : await this.#people?.();
    if (people) return people.who({ issuer: issuer.name ?? issuer.kind, subject, claims });
    const { ids = [] } = (isOurs ? claims : {}) as { ids?: string[] };
    return { id: subject, ids: [...new Set([subject, ...ids])] };
  }
}

// X-Platform chooses nothing, and has to agree with what is proved.
function platformOf({ issuer, claims }: Verdict, said: Platform | null): Platform | null {
  const possible = issuer.namesPlatform ? [claims['platform'] as Platform] : issuer.platforms;
  const agrees = said === null || possible.includes(said);
  if (!agrees) throw new Refused('wrong_platform');
  return said ?? (possible.length === 1 ? possible[0]! : null);
}
