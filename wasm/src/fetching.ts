// One request of the application: the core says when and with which headers, the host sends it. Where the core has
// given the headers already, the request goes out at once, and the core hears of it only if the answer wants a decision.
import type { Driver, Present } from './driver.js';
import { cancelled, HostFailure, HufuError, hostFault } from './errors.js';
import type { HeaderList } from './host/host.js';
import type { Host } from './host/web.js';
import type { SignedHeaders } from './types.js';

interface Reply {
  status: number;
}

/** What came of a request that went out at once. */
interface Early {
  authorization: string;
  /** Who was here when it was signed. */
  present: Present;
  response?: Response;
  failure?: unknown;
}

/** A URL that every parser reads alike, the core's and the platform's. */
const plainUrl = /^https?:\/\/[a-z\d.-]+(:\d+)?(\/[!-[\]-~]*)?$/;
/** Header names that the core lets pass as they are. */
const plainHeader = /^(accept|accept-language|content-language|content-type)$/i;

/** Sends one request of the application, as often as the core wants. */
export class Fetching {
  readonly #driver: Driver;
  readonly #host: Host;
  readonly #input: Request | URL | string;
  readonly #init: RequestInit | undefined;
  readonly #stop = new AbortController();
  #early: Early | null = null;
  #request: Request | null = null;
  #body: BodyInit | null = null;
  #response: Response | null = null;
  #failure: unknown = null;

  constructor(driver: Driver, host: Host, input: Request | URL | string, init?: RequestInit) {
    this.#driver = driver;
    this.#host = host;
    this.#input = input;
    this.#init = init;
  }

  async run(): Promise<Response> {
    const signed = this.#signedAtOnce();
    if (signed) {
      this.#early = await this.#driver.untilClosed(this.#sendAtOnce(signed), dropEarly);
      const { response } = this.#early;
      if (response && !wantsDecision(response)) return response;
    }
    return this.#runByCore();
  }

  // The complete headers of a request that is simple enough to be signed without asking. Whatever is
  // not surely so goes through the core.
  #signedAtOnce(): SignedHeaders | null {
    const { body = null, headers, redirect = 'follow', signal } = this.#init ?? {};
    const url = this.#input;
    if (typeof url !== 'string' || !plainUrl.test(url) || redirect !== 'follow' || signal?.aborted) return null;
    if (body !== null && typeof body !== 'string') return null;
    if (headers !== undefined && !hasPlainHeaders(headers)) return null;
    const signed = this.#driver.signedAtOnce(url);
    return signed && headers ? { ...(headers as object), ...signed } : signed;
  }

  async #sendAtOnce(signed: SignedHeaders): Promise<Early> {
    const { Authorization: authorization } = signed;
    const present = this.#driver.present();
    try {
      const response = await this.#host.forward(this.#input as string, { ...this.#init, headers: signed, redirect: 'manual' });
      return { authorization, present, response };
    } catch (failure) {
      return { authorization, present, failure };
    }
  }

  async #runByCore(): Promise<Response> {
    // What the platform thinks of the arguments, it says itself: a TypeError, as fetch() throws it.
    const request = new Request(this.#input, this.#init);
    this.#request = request;
    const signal = this.#callersSignal(request);
    signal?.throwIfAborted();
    // Left in place on success: the body is still to be read, and the caller may give that up.
    const stop = (): void => this.#stop.abort(signal?.reason);
    signal?.addEventListener('abort', stop);
    try {
      const replayable = await this.#takeBody(request);
      const args = { url: request.url, method: request.method, headers: [...request.headers], replayable };
      const forward = this.#send.bind(this);
      // The core takes the request for that of whoever is here now.
      if (this.#early && this.#driver.isAnother(this.#early.present)) throw cancelled('somebody else has signed in');
      const reply = (await this.#driver.run('fetch', args, signal ? { signal } : {}, { forward })) as Reply;
      const response = this.#response as Response | null;
      if (response === null || (response.status || 302) !== reply.status) throw hostFault('no answer was kept');
      return response;
    } catch (error) {
      dropEarly(this.#early);
      signal?.removeEventListener('abort', stop);
      this.#stop.abort();
      if (signal?.aborted) throw signal.reason;
      // What the network said stands behind what the core made of it.
      if (error instanceof HufuError && error.cause === undefined && this.#failure !== null) {
        error.cause = this.#failure;
      }
      throw error;
    }
  }

  // Every Request has a signal, most of which nobody can abort.
  #callersSignal(request: Request): AbortSignal | null {
    return this.#init?.signal || this.#input instanceof Request ? request.signal : null;
  }

  // Whether the body can be sent again: always, unless the caller gave a stream. That of a Request
  // and a form are turned into bytes: the first can be read only once, the second would get another
  // boundary than its header says.
  async #takeBody(request: Request): Promise<boolean> {
    const given = this.#init?.body ?? null;
    if (request.body === null && given === null) return true;
    if (isStream(given)) {
      this.#body = request.body;
      return false;
    }
    const isForm = typeof FormData !== 'undefined' && given instanceof FormData;
    this.#body = given === null || isForm ? await request.arrayBuffer() : given;
    return true;
  }

  async #send(method: string, url: string, headers: HeaderList): Promise<{ status: number; headers: HeaderList }> {
    this.#drop();
    const original = this.#request as Request;
    let response: Response;
    try {
      response = this.#takeEarly(headers) ?? (await this.#host.forward(url, this.#requestInit(original, method, headers)));
    } catch (error) {
      if (error instanceof HostFailure) throw error;
      this.#failure = error;
      throw new HostFailure('network', 'the request could not be sent');
    }
    if (this.#stop.signal.aborted) {
      drop(response);
      throw new HostFailure('network', 'the request was cancelled');
    }
    if (response.type === 'opaqueredirect') {
      if (original.redirect !== 'manual') {
        throw new HostFailure('unsupported', 'the server redirects, and a browser does not say where to');
      }
      this.#response = response;
      return { status: 302, headers: [] };
    }
    this.#response = response;
    return { status: response.status, headers: [...response.headers] };
  }

  // The answer to what has been sent already. A 401 for a token that was renewed meanwhile says
  // nothing about the present one.
  #takeEarly(headers: HeaderList): Response | null {
    const early = this.#early;
    this.#early = null;
    if (early === null) return null;
    if (!early.response) throw early.failure;
    const isForThis = headers.some(([name, value]) => name === 'Authorization' && value === early.authorization);
    if (early.response.status !== 401 || isForThis) return early.response;
    dropEarly(early);
    return null;
  }

  #requestInit(original: Request, method: string, headers: HeaderList): RequestInit {
    const { mode, credentials, cache, referrer, referrerPolicy, integrity, keepalive } = original;
    // A redirect that turned a POST into a GET leaves its body behind (RFC 9110, 15.4).
    const body = method === original.method ? this.#body : null;
    const init: RequestInit & { duplex?: 'half' } = {
      method,
      headers,
      body,
      credentials,
      cache,
      referrer,
      referrerPolicy,
      integrity,
      keepalive,
      redirect: 'manual',
      signal: this.#stop.signal,
    };
    if (mode !== 'navigate') init.mode = mode;
    if (isStream(body)) init.duplex = 'half';
    return init;
  }

  #drop(): void {
    drop(this.#response);
    this.#response = null;
  }
}

function drop(response: Response | null | undefined): void {
  void response?.body?.cancel().catch(() => {});
}

const dropEarly = (early: Early | null): void => drop(early?.response);

// A refused token, a redirect (which browsers hide behind the status 0): the rest is the application's.
function wantsDecision({ status }: Response): boolean {
  return status === 401 || status === 0 || (status >= 300 && status < 400);
}

function hasPlainHeaders(headers: HeadersInit): boolean {
  return Object.getPrototypeOf(headers) === Object.prototype && Object.keys(headers).every((name) => plainHeader.test(name));
}

function isStream(body: unknown): boolean {
  return typeof ReadableStream !== 'undefined' && body instanceof ReadableStream;
}
