// core.wasm with its memory: texts in and out. Decides nothing.
import type { Now } from './host/host.js';
import { decodeText, encodeInto } from './platform/text.js';

/** What core.wasm exports (see `bindings/c/include/hufu.h`). */
export interface CoreExports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  hufu_version(): number;
  hufu_open(config: number, length: number): number;
  hufu_open_error(): number;
  hufu_close(client: number): void;
  hufu_begin(client: number, operation: number, args: number, length: number, wall: number, uptime: number): number;
  hufu_next(client: number): number;
  hufu_resolve(client: number, effect: number, answer: number, length: number, wall: number, uptime: number): void;
  hufu_cancel(client: number, operation: number): void;
  hufu_wake(client: number, wall: number, uptime: number): void;
  hufu_authorize(
    client: number,
    url: number,
    length: number,
    wall: number,
    uptime: number,
    out: number,
    capacity: number,
  ): number;
  hufu_signer_version(client: number): number;
  hufu_person(client: number): number;
  hufu_good_for(client: number, wall: number, uptime: number): number;
  hufu_state(client: number): number;
  hufu_cookies_encode(value: number, length: number): number;
  hufu_cookies_decode(cookies: number, length: number): number;
  hufu_alloc(size: number): number;
  hufu_free(memory: number): void;
}

/** Thrown by every call once the instance has trapped: its memory cannot be trusted any more. */
export class CoreTrapped extends Error {
  override readonly name = 'CoreTrapped';

  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
    Object.setPrototypeOf(this, new.target.prototype); // for ES5
  }
}

const needsToken = -1;
const urlBytes = 8192;
const headerBytes = 16384;

/** One instance. All clients of a program share one, until it traps. */
export class Core {
  readonly #exports: CoreExports;
  #view: Uint8Array;
  #isDead = false;
  readonly #trapListeners = new Set<() => void>();

  // For authorize(): memory of the core, allocated once.
  #url = 0;
  #out = 0;

  /** @param exports of an instance whose `_initialize` has not been called yet */
  constructor(exports: CoreExports) {
    this.#exports = exports;
    this.#view = new Uint8Array(exports.memory.buffer);
    exports._initialize();
  }

  /** Whether it has trapped. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** Calls `hear` once if the instance traps; gives the way to take that back. */
  onTrap(hear: () => void): () => void {
    this.#trapListeners.add(hear);
    return () => this.#trapListeners.delete(hear);
  }

  version(): string {
    return this.#guard(() => this.#text(this.#exports.hufu_version())) ?? '';
  }

  /** A client's handle, or the error as JSON. */
  open(config: string): number | string {
    return this.#guard(() => {
      const handle = this.#lend(config, (at, length) => this.#exports.hufu_open(at, length));
      return handle || (this.#text(this.#exports.hufu_open_error()) ?? '{}');
    });
  }

  close(handle: number): void {
    if (!this.#isDead) this.#guard(() => this.#exports.hufu_close(handle));
  }

  begin(handle: number, operation: string, args: string, now: Now): number {
    return this.#guard(() =>
      this.#lend(operation, (name) =>
        this.#lend(args, (at, length) => this.#exports.hufu_begin(handle, name, at, length, now.wall, now.uptime)),
      ),
    );
  }

  next(handle: number): string | null {
    return this.#guard(() => this.#text(this.#exports.hufu_next(handle)));
  }

  resolve(handle: number, effect: number, answer: string, now: Now): void {
    this.#guard(() =>
      this.#lend(answer, (at, length) =>
        this.#exports.hufu_resolve(handle, effect, at, length, now.wall, now.uptime),
      ),
    );
  }

  cancel(handle: number, operation: number): void {
    this.#guard(() => this.#exports.hufu_cancel(handle, operation));
  }

  /** The network is back, or the page is looked at. */
  wake(handle: number, now: Now): void {
    this.#guard(() => this.#exports.hufu_wake(handle, now.wall, now.uptime));
  }

  signerVersion(handle: number): number {
    return this.#guard(() => this.#exports.hufu_signer_version(handle));
  }

  /** Which of the persons who were here, one after another. */
  person(handle: number): number {
    return this.#guard(() => this.#exports.hufu_person(handle));
  }

  state(handle: number): string {
    return this.#guard(() => this.#text(this.#exports.hufu_state(handle))) ?? '';
  }

  /** For how many ms of the wall clock what authorize() gave may be kept. */
  goodFor(handle: number, now: Now): number {
    return this.#guard(() => this.#exports.hufu_good_for(handle, now.wall, now.uptime));
  }

  /**
   * The headers, one a line; or `true` if they are those that the caller has of this signer's version
   * (`known`: their length; 0 if it has none); `false`: refused; null: needs a token.
   */
  authorize(handle: number, url: string, now: Now, known: number): string | boolean | null {
    return this.#guard(() => {
      const urlLength = this.#place(url);
      if (urlLength === null) return null;
      const length = this.#exports.hufu_authorize(handle, this.#url, urlLength, now.wall, now.uptime, this.#out, headerBytes);
      if (length < 0) return length === needsToken ? null : false;
      if (length === known) return true;
      if (length > headerBytes) return null;
      return decodeText(this.#bytes().subarray(this.#out, this.#out + length));
    });
  }

  /** The cookies to set for a stored value, as JSON (`hufu_cookies_encode`). */
  encodeCookies(given: string): string {
    return this.#cookies(given, (at, length) => this.#exports.hufu_cookies_encode(at, length));
  }

  /** The stored value in cookies, as JSON (`hufu_cookies_decode`). */
  decodeCookies(given: string): string {
    return this.#cookies(given, (at, length) => this.#exports.hufu_cookies_decode(at, length));
  }

  #cookies(given: string, use: (at: number, length: number) => number): string {
    return this.#guard(() => this.#text(this.#lend(given, use))) ?? 'null';
  }

  // Puts a URL where authorize() reads it; gives its length, null if it is too long.
  #place(url: string): number | null {
    if (url.length > urlBytes) return null;
    if (this.#url === 0) {
      this.#url = this.#alloc(urlBytes);
      this.#out = this.#alloc(headerBytes);
    }
    const view = this.#bytes();
    // Nearly every URL is ASCII, and short: quicker so than by a TextEncoder.
    for (let i = 0; i < url.length; ++i) {
      const code = url.charCodeAt(i);
      if (code > 0x7f) return this.#placeEncoded(url);
      view[this.#url + i] = code;
    }
    return url.length;
  }

  #placeEncoded(url: string): number | null {
    if (url.length * 3 > urlBytes) return null;
    return encodeInto(url, this.#bytes().subarray(this.#url, this.#url + urlBytes));
  }

  /** Memory that grew has another buffer, and the old view is empty: never keep one. */
  #bytes(): Uint8Array {
    const { buffer } = this.#exports.memory;
    if (this.#view.buffer !== buffer) this.#view = new Uint8Array(buffer);
    return this.#view;
  }

  #alloc(size: number): number {
    const at = this.#exports.hufu_alloc(size);
    if (at === 0) throw new RangeError('the core has no memory left');
    return at;
  }

  /** Copies text in, ended by a zero; wiped afterwards, for there may be a password in it. */
  #lend<T>(text: string, use: (at: number, length: number) => T): T {
    const most = text.length * 3; // no UTF-16 unit takes more in UTF-8
    const at = this.#alloc(most + 1);
    const view = this.#bytes();
    const length = encodeInto(text, view.subarray(at, at + most));
    view[at + length] = 0;
    const result = use(at, length);
    this.#bytes().fill(0, at, at + length);
    this.#exports.hufu_free(at);
    return result;
  }

  #text(at: number): string | null {
    if (at === 0) return null;
    const view = this.#bytes();
    return decodeText(view.subarray(at, view.indexOf(0, at)));
  }

  #guard<T>(call: () => T): T {
    if (this.#isDead) throw new CoreTrapped();
    try {
      return call();
    } catch (error) {
      throw this.#die(error);
    }
  }

  #die(error: unknown): CoreTrapped {
    const trapped = error instanceof CoreTrapped ? error : new CoreTrapped('core.wasm has trapped', { cause: error });
    if (!this.#isDead) {
      this.#isDead = true;
      for (const hear of [...this.#trapListeners]) hear();
      this.#trapListeners.clear();
    }
    return trapped;
  }
}
