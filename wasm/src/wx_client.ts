// The client of mini-programs: requests as wx.request has them.
import { BaseClient } from './base_client.js';
import type { CoreSource } from './core_source.js';
import { hostFault } from './errors.js';
import { headersOf, type WxAnswer, type WxRequest } from './host/wx/api.js';
import type { WxHost } from './host/wx/host.js';
import { newAbort } from './platform/abort.js';
import type { Language } from './texts/language.js';
import type * as T from './types.js';

/** One session of one person, in a mini-program. */
export class WxClient extends BaseClient {
  readonly #host: WxHost;

  /** @internal Use `createClient`. */
  constructor(source: CoreSource, host: WxHost, config: T.Config, language?: Language) {
    super(source, host, config, language);
    this.#host = host;
    this.request = this.request.bind(this);
  }

  /**
   * Sends a request of the application, signed: as `wx.request` does, with a promise. A 401 leads to
   * one renewal and one more try. Authorization, X-Platform and Host of the caller are dropped.
   */
  async request(request: WxRequest, options: T.CallOptions = {}): Promise<WxAnswer> {
    let answer: WxAnswer | null = null;
    const stop = newAbort();
    const header = request.header ?? {};
    const headers = Object.keys(header).map((name) => [name, String(header[name])]);
    const args = { url: request.url, method: request.method ?? 'GET', headers, replayable: true };
    const forward = async (method: string, url: string, signed: [string, string][]) => {
      const data = method === args.method ? request.data : undefined;
      answer = await this.#host.forward({ ...request, method, url, data }, signed, stop.signal);
      return { status: answer.statusCode, headers: headersOf(answer.header) };
    };
    try {
      await this.engines.run('fetch', args, options, { forward });
    } catch (error) {
      stop.abort();
      throw error;
    }
    if (answer === null) throw hostFault('no answer was kept');
    return answer;
  }
}
