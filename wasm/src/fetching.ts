// One request of the application: the core says when and with which headers, the host sends it.
import type { Driver } from './driver.js';
import { HostFailure, HufuError, hostFault } from './errors.js';
import type { HeaderList, Host } from './host/host.js';

interface Reply {
  status: number;
}

/** Sends one request of the application, as often as the core wants. */
export class Fetching {
  readonly #driver: Driver;
  readonly #host: Host;
  readonly #input: Request | URL | string;
  readonly #init: RequestInit | undefined;
  readonly #stop = new AbortController();
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
      const reply = (await this.#driver.run('fetch', args, signal ? { signal } : {}, { forward })) as Reply;
      const response = this.#response as Response | null;
      if (response === null || (response.status || 302) !== reply.status) throw hostFault('no answer was kept');
      return response;
    } catch (error) {
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
      response = await this.#host.forward(url, this.#requestInit(original, method, headers));
    } catch (error) {
      if (error instanceof HostFailure) throw error;
      this.#failure = error;
      throw new HostFailure('network', 'the request could not be sent');
    }
    if (this.#stop.signal.aborted) {
      void response.body?.cancel().catch(() => {});
      throw new HostFailure('network', 'it was given up');
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
    void this.#response?.body?.cancel().catch(() => {});
    this.#response = null;
  }
}

function isStream(body: unknown): boolean {
  return typeof ReadableStream !== 'undefined' && body instanceof ReadableStream;
}
