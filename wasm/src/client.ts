// The client of platforms with the fetch of the web.
import { BaseClient } from './base_client.js';
import type { CoreSource } from './core_source.js';
import { Fetching } from './fetching.js';
import type { Host } from './host/web.js';
import type { Language } from './texts/language.js';
import { inLanguage } from './texts/spoken.js';
import type * as T from './types.js';

/** For `createClient`: the configuration, and the host if it is another than the entry's own. */
export interface ClientOptions<HostOptions> extends T.Config {
  /** Where the session is kept, how the person is asked: options of this place's host, or a host of your own. */
  host?: HostOptions | Host;
  /** In which language errors speak: `zhCN` of `hufu/zh-CN`. English by default. */
  language?: Language;
}

/** One session of one person, in browsers, Node and edge runtimes. */
export class Client extends BaseClient {
  readonly #host: Host;

  /** @internal Use `createClient`. */
  constructor(source: CoreSource, host: Host, config: T.Config, language?: Language) {
    super(source, host, config, language);
    this.#host = host;
    // It is handed on as a function: to supabase-js, axios, ky.
    this.fetch = this.fetch.bind(this);
  }

  /**
   * Sends a request of the application, signed: like the global `fetch`, with the same arguments and
   * the same `Response`. A 401 leads to one renewal and one more try, unless the body is a stream.
   * Authorization, X-Platform and Host of the caller are dropped. Redirects are followed within the
   * origin only; in browsers, which hide where one leads, not at all. Rejects with a
   * {@link HufuError}, with the signal's reason, or with the TypeError of wrong arguments.
   */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response> {
    return inLanguage(new Fetching(this.engines, this.#host, input, init).run(), this.engines.language);
  }
}
