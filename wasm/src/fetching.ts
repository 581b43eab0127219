// One request of the application: the core says when and with which headers, the host sends it. Where the core has
// given the headers already, the request goes out at once, and the core hears of it only if the answer wants a decision.
import { answerFor, drop, dropEarly, type Early, sendAtOnce, signedAtOnce, wantsDecision } from './at_once.js';
import { untilClosed } from './closing.js';
import type { Engines } from './engines.js';
import { cancelled, HostFailure, HufuError, hostFault } from './errors.js';
import type { HeaderList } from './host/host.js';
import type { Host } from './host/web.js';

interface Reply {
  status: number;
}

/** Sends one request of the application, as often as the core wants. */
export class Fetching {
  readonly #engines: Engines;
  readonly #host: Host;
  readonly #input: Request | URL | string;
  readonly #init: RequestInit | undefined;
  readonly #stop = new AbortController();
  #early: Early | null = null;
  #request: Request | null = null;
  #body: BodyInit | null = null;
  #response: Response | null = null;
  #failure: unknown = null;

  constructor(engines: Engines, host: Host, input: Request | URL | string, init?: RequestInit) {
    this.#engines = engines;
    this.#host = host;
    this.#input = input;
    this.#init = init;
  }

  async run(): Promise<Response> {
    const signed = signedAtOnce(this.#engines, this.#input, this.#init);
    if (signed) {
      const sent = sendAtOnce(this.#engines, this.#host, this.#input as string, this.#init, signed);
      this.#early = await untilClosed((hear) => this.#engines.onClose(hear), sent, dropEarly);
      const { response } = this.#early;
      if (response && !wantsDecision(response)) return response;
    }
    return this.#runByCore();
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
      if (this.#early && this.#engines.isAnother(this.#early.present)) throw cancelled('somebody else has signed in');
      const reply = (await this.#engines.run('fetch', args, signal ? { signal } : {}, { forward })) as Reply;
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
      response = answerFor(this.#takeEarly(), headers) ?? (await this.#host.forward(url, this.#requestInit(original, method, headers)));
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

  #takeEarly(): Early | null {
    const early = this.#early;
    this.#early = null;
    return early;
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

function isStream(body: unknown): boolean {
  return typeof ReadableStream !== 'undefined' && body instanceof ReadableStream;
}
