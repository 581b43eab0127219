// What the core may ask for, as functions of the place that the program runs in.
import type { AbortSignalLike, BlobLike } from '../web_types.js';

/** Both clocks, in milliseconds. */
export interface Now {
  wall: number;
  uptime: number;
}

/** Header names with their values. */
export type HeaderList = [name: string, value: string][];

/** A call of the SDK itself. */
export interface HttpCall {
  /** Which story asks, for logs. */
  flow: string;
  method: string;
  url: string;
  /** May hold an access token: not for logs. */
  headers: HeaderList;
  body: string;
}

/** A whole HTTP answer. */
export interface HttpAnswer {
  status: number;
  headers: HeaderList;
  body: string;
}

/** A picture to upload as multipart field `file`. */
export interface UploadCall {
  url: string;
  file: BlobLike | string;
  headers: HeaderList;
}

/** Something only the host can get. */
export type CredentialKind = 'wechat_code' | 'web_token' | 'sign_out';

/** A credential: a `wx.login` code with what WeChat gave beside it, or a token of the web session. */
export interface Credential {
  credential: string;
  encryptedData?: string;
  iv?: string;
  rawData?: string;
  signature?: string;
}

/**
 * What to show to the person. A sign-in by scan or on one phone is shown anew whenever its `state` or its `url` changes;
 * what only those have is empty for a page.
 */
export interface Presentation {
  /** `open_mini_program`: a link to be opened by the person's own tap. */
  show: 'open_url' | 'show_code' | 'open_mini_program';
  url: string;
  /** To be typed. */
  code: string;
  /** Two digits to show beside the code. */
  number: string;
  /** A mini-program code as a `data:` URL. Where there is none, `url` is drawn as a QR code. */
  picture: string;
  /** What WeChat's scanner opens: the mini-program by its own code or by a link, or a page of the web. */
  scanKind: 'mini_program_code' | 'link' | 'page' | '';
  state: SignInState | '';
  /** The pending sign-in, for `closeSignIn`. Whoever has it may be signed in: not for logs. */
  signIn: string;
  /** How long the code is good; 0 where there is none. */
  expiresInMs: number;
}

/** How far a sign-in on another screen has come. `agreed`: on one phone, where the return code is still to be entered. */
export type SignInState = 'pending' | 'scanned' | 'agreed' | 'approved' | 'redeemed' | 'denied' | 'over';

/** The core's cookie codec, which a store may need. */
export interface CookieCodec {
  /** Cookies to set; a null value removes one. `value` null removes all. */
  encode(name: string, value: string | null, present: string[]): [name: string, value: string | null][];
  /** The value in these cookies; null if there is none, or a chunk is missing. */
  decode(name: string, cookies: [name: string, value: string][]): string | null;
}

/** Where the session is kept. May throw: that is `store_unavailable`, and the session lives in memory then. */
export interface Store {
  load(key: string, codec: CookieCodec): string | null | undefined | Promise<string | null | undefined>;
  save(key: string, value: string, codec: CookieCodec): void | Promise<void>;
  erase(key: string, codec: CookieCodec): void | Promise<void>;
  /**
   * Whether anything is kept under the key, where that can be said at once: `session()` need not wait for the core to know
   * that nobody is here. True where it is not certain.
   */
  holds?(key: string): boolean;
  /** Whether other tabs or processes use the same; they are then locked out and told. */
  readonly isShared?: boolean;
}

/** Takes a lock; gives the way to give it back. Fails with `lock_timeout` after `waitMs`. */
export type TakeLock = (name: string, waitMs: number, signal: AbortSignalLike) => Promise<() => void>;

/** A channel to the other tabs. */
export interface Tabs {
  /** Says that the session has changed. */
  tell(kind: string): void;
  close(): void;
}

/** What the core needs of the place that the program runs in. */
export interface CoreHost {
  /**
   * Awaited before the clock is asked for the first time: where a page may be made in advance, only what belongs to
   * somebody's request may depend on the time.
   */
  begun?(): Promise<unknown>;
  now(): Now;
  /** The wall clock alone, in ms since 1970. */
  wall(): number;
  /** At most 30 s, at most 1 MiB of answer, no redirect followed. */
  http(call: HttpCall, signal: AbortSignalLike): Promise<HttpAnswer>;
  upload(call: UploadCall, signal: AbortSignalLike): Promise<HttpAnswer>;
  readonly store: Store;
  /** The URL of the page, where there is one. */
  address?(): string;
  sleep(delayMs: number, signal: AbortSignalLike): Promise<void>;
  /** Cryptographic bytes, or a failure. */
  random(bytes: number): Uint8Array | Promise<Uint8Array>;
  /** SHA-256. */
  digest(bytes: Uint8Array): Promise<Uint8Array>;
  /**
   * `fresh`: the last one was refused; do not answer from a cache. `withData`: the server wants `encryptedData` and `iv`
   * beside a `wx.login` code.
   */
  credential(kind: CredentialKind, fresh: boolean, signal: AbortSignalLike, withData: boolean): Promise<Credential>;
  readonly lock: TakeLock;
  present(what: Presentation, signal: AbortSignalLike): void | Promise<void>;
  /**
   * Where clients come and go with requests, and nobody closes them: one that has had nothing to do for so many
   * milliseconds gives its memory back, and reads the store again when it is used again.
   */
  readonly restMs?: number;
  /**
   * Calls `hear` when the network is back, or the program is shown again: what reached no server before may
   * be tried anew at once. Gives the way to stop that.
   */
  onWake?(hear: () => void): () => void;
  /** Listens to other tabs, where the store is shared; `hear` is called with the kind of what happened there. */
  tabs(hear: (kind: string) => void): Tabs | null;
}
