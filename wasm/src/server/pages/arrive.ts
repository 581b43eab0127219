// Where a mini-program's web-view arrives with a one-use ticket, and the person goes on signed in.
//
// The ticket stands in the fragment, which no browser sends: opening the page spends nothing, and no log has it. Its script posts it.
import { cookieText, readCookies, type CookieToSet } from '../../host/cookies.js';
import { languageFor } from '../../texts/wished.js';
import { safeNext } from '../safe_next.js';
import { safeUrl } from '../safe_url.js';
import { shortTextOf } from '../short_text.js';
import { attributesOf, cookieNameOf, noStoreHeaders, siteOf, type SiteOptions } from '../site.js';
import { isObject, isText } from '../token.js';
import { arriveBody, arriveScript } from './arrive_view.js';
import { cookiesFor, grantedIn, personIn } from './kept_session.js';
import { ownPage } from './own_page.js';
import { words } from './words.js';

/** For {@link arrivePage}. */
export interface ArriveOptions extends SiteOptions {
  /** The unified backend. */
  baseUrl: string;
  /** Allows `http` to a backend on another machine. Sessions then travel in clear text. */
  allowHttp?: boolean;
  /** Under which name pages keep the session: `hufu.session`, as theirs. */
  storageKey?: string;
  /** Another `fetch`, in networks that need a proxy. */
  fetch?: typeof fetch;
}

/** What the page is answered. */
type Outcome = { to: string } | { ask: { nickname: string; instead: string | null } } | { error: 'over' | 'unavailable' | 'other_site' | 'malformed' };

const timeoutMs = 5_000;
/** What WeChat adds to the browser's name in a mini-program's web-view, and there only. `MiniProgramEnv` is something else. */
const webView = /miniProgram/;

/**
 * The page of an arrival, for its path on any server, GET and POST: `--web-view-page` of the backend, `/auth/arrive` by default.
 *
 * Whoever has a ticket can send somebody its address, to have them go on as somebody else. So only in a mini-program's web-view, where
 * nobody else is signed in, is the person signed in at once; anywhere else the page asks first.
 */
export function arrivePage(options: ArriveOptions): (request: Request) => Promise<Response> {
  const backend = new Backend(options);
  const name = cookieNameOf(options.storageKey ?? 'hufu.session', options.cookieMode);
  return async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return view(request, siteOf(request, options));
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { Allow: 'GET, POST' } });
    return new Arrival(request, options, backend, name).answer();
  };
}

function view(request: Request, site: string): Promise<Response> {
  const chosen = languageFor(request.headers.get('accept-language'), [words['zh-CN']]) ?? words.en;
  const body = arriveBody(chosen, site);
  const allows = "connect-src 'self'; form-action 'none'";
  return ownPage({ site, tag: chosen.tag, title: chosen.title, body, script: arriveScript, allows, referrer: 'no-referrer' });
}

/** What the page has posted, once it is known to be the page. */
interface Posted {
  ticket: string;
  to: string;
  agreed: boolean;
}

class Arrival {
  readonly #request: Request;
  readonly #options: ArriveOptions;
  readonly #backend: Backend;
  readonly #name: string;
  readonly #site: string;

  constructor(request: Request, options: ArriveOptions, backend: Backend, name: string) {
    this.#request = request;
    this.#options = options;
    this.#backend = backend;
    this.#name = name;
    this.#site = siteOf(request, options);
  }

  async answer(): Promise<Response> {
    if (this.#request.headers.get('origin') !== this.#site) return said(403, { error: 'other_site' });
    const posted = await postedIn(this.#request);
    return posted ? this.#go(posted) : said(400, { error: 'malformed' });
  }

  async #go({ ticket, to, agreed }: Posted): Promise<Response> {
    const cookies = readCookies(this.#request.headers.get('cookie') ?? '');
    const shown = { ticket, origin: this.#site, path: to };
    const here = personIn(cookies, this.#name);
    const isInside = webView.test(this.#request.headers.get('user-agent') ?? '');
    if (!agreed && !(isInside && here === null)) {
      const seen = await this.#backend.ask('look', shown);
      if (typeof seen === 'string') return failed(seen);
      const isSame = isText(seen['userId']) && seen['userId'] === here?.id;
      const nickname = isText(seen['nickname']) ? seen['nickname'] : '';
      if (!isInside || !isSame) return said(200, { ask: { nickname, instead: here && !isSame ? here.nickname : null } });
    }
    const answer = await this.#backend.ask('redeem', shown);
    if (typeof answer === 'string') return failed(answer);
    const granted = grantedIn(answer);
    if (granted === null) return failed('unavailable');
    const attributes = attributesOf(this.#options, this.#site);
    const kept = { baseUrl: this.#backend.url, present: cookies.map((each) => each.name), attributes };
    return said(200, { to: safeNext(to) }, cookiesFor(this.#name, granted, kept));
  }
}

async function postedIn(request: Request): Promise<Posted | null> {
  try {
    // No form of another site can say so.
    if (!/^application\/json\b/.test(request.headers.get('content-type') ?? '')) return null;
    const posted = JSON.parse(await shortTextOf(request)) as unknown;
    if (!isObject(posted) || !isText(posted['ticket']) || !isText(posted['to'])) return null;
    return { ticket: posted['ticket'], to: posted['to'], agreed: posted['agreed'] === true };
  } catch {
    return null;
  }
}

const failed = (error: 'over' | 'unavailable'): Response => said(error === 'over' ? 410 : 503, { error });

function said(status: number, outcome: Outcome, cookies: readonly CookieToSet[] = []): Response {
  const headers = new Headers({ ...noStoreHeaders, 'Content-Type': 'application/json', 'Referrer-Policy': 'no-referrer' });
  for (const cookie of cookies) headers.append('Set-Cookie', cookieText(cookie));
  return new Response(JSON.stringify(outcome), { status, headers });
}

/** The unified backend, about tickets. */
class Backend {
  readonly url: string;
  readonly #send: typeof fetch;

  constructor({ baseUrl, allowHttp = false, fetch: send = (...asked) => fetch(...asked) }: ArriveOptions) {
    const url = baseUrl.replace(/\/+$/, '');
    this.url = allowHttp ? url : safeUrl(url);
    this.#send = send;
  }

  /** Its answer; `over` for a ticket that is not good, `unavailable` where it cannot say. */
  async ask(what: 'look' | 'redeem', shown: object): Promise<Readonly<Record<string, unknown>> | 'over' | 'unavailable'> {
    try {
      const response = await this.#send(`${this.url}/api/web-view-tickets/${what}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Platform': 'web' },
        body: JSON.stringify(shown),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.status >= 400 && response.status < 500 && response.status !== 429) return 'over';
      const answer = response.status === 200 ? (JSON.parse(await shortTextOf(response)) as unknown) : null;
      return isObject(answer) ? answer : 'unavailable';
    } catch {
      return 'unavailable';
    }
  }
}
