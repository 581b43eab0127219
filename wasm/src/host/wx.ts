// The host of mini-programs: what `wx` offers, which is handed over and never looked for.
import { HostFailure } from '../errors.js';
import type { CredentialKind, Credential, DriverHost, HeaderList, HttpAnswer, Presentation, Store } from './host.js';
import { localLocks } from './locks.js';

/** What a call of `wx` says when it failed. */
export interface WxFailure {
  errMsg?: string;
  errno?: number;
}

/** The answer of `wx.request` and `wx.uploadFile`. */
export interface WxAnswer {
  statusCode: number;
  data: unknown;
  header?: Record<string, unknown>;
}

/** A transfer that can be stopped. */
export interface WxTask {
  abort(): void;
}

/** The functions of `wx` that are used; Taro and uni-app have them, too. */
export interface Wx {
  request(options: {
    url: string;
    method: string;
    header: Record<string, string>;
    data?: unknown;
    dataType?: string;
    responseType?: string;
    redirect?: string;
    timeout?: number;
    success(answer: WxAnswer): void;
    fail(failure: WxFailure): void;
  }): WxTask | undefined;
  uploadFile(options: {
    url: string;
    filePath: string;
    name: string;
    header: Record<string, string>;
    timeout?: number;
    success(answer: WxAnswer): void;
    fail(failure: WxFailure): void;
  }): WxTask | undefined;
  login(options: { timeout?: number; success(answer: { code: string }): void; fail(failure: WxFailure): void }): void;
  getStorage(options: {
    key: string;
    encrypt?: boolean;
    success(answer: { data: unknown }): void;
    fail(failure: WxFailure): void;
  }): void;
  setStorage(options: {
    key: string;
    data: string;
    encrypt?: boolean;
    success(): void;
    fail(failure: WxFailure): void;
  }): void;
  removeStorage(options: { key: string; success(): void; fail(failure: WxFailure): void }): void;
  getRandomValues?(options: {
    length: number;
    success(answer: { randomValues: ArrayBuffer }): void;
    fail(failure: WxFailure): void;
  }): void;
}

/** What an application may give to the host of mini-programs. */
export interface WxHostOptions {
  /** Keeps the session encrypted; needs base library 2.21.3. */
  encrypt?: boolean;
  /** Where the session is kept, if not in the storage of the mini-program. */
  store?: Store;
  /** Gives what `wx.login` does not. */
  credential?: (kind: CredentialKind, fresh: boolean, signal: AbortSignal) => Promise<Credential | string>;
  /** Shows a page or a code to the person. */
  present?: (what: Presentation, signal: AbortSignal) => void | Promise<void>;
}

/** The application's own request, as `wx.request` takes it. */
export interface WxRequest {
  url: string;
  method?: string;
  header?: Record<string, string>;
  data?: unknown;
  dataType?: string;
  responseType?: 'text' | 'arraybuffer';
  timeout?: number;
}

/** The host of mini-programs. */
export interface WxHost extends DriverHost {
  /** Sends the application's own request. */
  forward(request: WxRequest, headers: HeaderList, signal: AbortSignal): Promise<WxAnswer>;
}

const deadlineMs = 30_000;
const mostLetters = 1_048_576;
/** WeChat runs so many transfers at once; a further one may be dropped. */
const mostTransfers = 10;
const interrupted = 600_003;
const notInDomainList = 600_002;

/** Makes the host of `wx`, or of an object like it. */
export function wxHost(wx: Wx, options: WxHostOptions = {}): WxHost {
  const take = localLocks();
  const queue: (() => void)[] = [];
  let running = 0;
  let latest = 0;

  // One transfer in its turn. A callback that comes twice, or after the abort, settles nothing more.
  const transfer = (
    signal: AbortSignal,
    start: (success: (answer: WxAnswer) => void, fail: (failure: WxFailure) => void) => WxTask | undefined,
  ): Promise<WxAnswer> =>
    new Promise((resolve, reject) => {
      const begin = (): void => {
        if (signal.aborted) {
          reject(new HostFailure('network', 'it was given up'));
          queue.shift()?.();
          return;
        }
        running += 1;
        let isOver = false;
        let task: WxTask | undefined;
        const end = (settle: () => void): void => {
          if (isOver) return;
          isOver = true;
          running -= 1;
          signal.removeEventListener('abort', stop);
          settle();
          queue.shift()?.();
        };
        const stop = (): void => {
          end(() => reject(new HostFailure('network', 'it was given up')));
          task?.abort();
        };
        signal.addEventListener('abort', stop);
        try {
          task = start(
            (answer) => end(() => resolve(answer)),
            (failure) => end(() => reject(failureOf(failure))),
          );
        } catch (error) {
          end(() => reject(error));
        }
      };
      if (running < mostTransfers) begin();
      else queue.push(begin);
    });

  return {
    store: options.store ?? wxStorage(wx, options.encrypt === true),
    lock: take,
    // There is no other clock everywhere; it goes on while the phone sleeps, and must not go back.
    now: () => {
      const wall = Date.now();
      latest = Math.max(latest, wall);
      return { wall, uptime: latest };
    },
    wall: () => Date.now(),
    http: async ({ method, url, headers, body }, signal) =>
      wholeAnswer(
        await transfer(signal, (success, fail) =>
          wx.request({
            url,
            method,
            header: objectOf(headers),
            data: body === '' ? undefined : body,
            dataType: 'text',
            responseType: 'text',
            redirect: 'manual',
            timeout: deadlineMs,
            success,
            fail,
          }),
        ),
      ),
    upload: async ({ url, file, headers }, signal) => {
      if (typeof file !== 'string') throw new HostFailure('unsupported', 'here a picture is a path');
      return wholeAnswer(
        await transfer(signal, (success, fail) =>
          wx.uploadFile({ url, filePath: file, name: 'file', header: objectOf(headers), timeout: deadlineMs, success, fail }),
        ),
      );
    },
    forward: (request, headers, signal) =>
      transfer(signal, (success, fail) =>
        wx.request({ ...request, method: request.method ?? 'GET', header: objectOf(headers), redirect: 'manual', success, fail }),
      ),
    sleep: (delayMs, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, delayMs);
        signal.addEventListener('abort', () => clearTimeout(timer));
      }),
    random: (length) =>
      new Promise((resolve, reject) => {
        if (!wx.getRandomValues) return reject(new HostFailure('unsupported', 'wx.getRandomValues needs base library 2.15'));
        wx.getRandomValues({
          length,
          success: ({ randomValues }) => resolve(new Uint8Array(randomValues)),
          fail: (failure) => reject(failureOf(failure)),
        });
      }),
    digest: () => Promise.reject(new HostFailure('unsupported', 'a mini-program has no SHA-256')),
    credential: async (kind, fresh, signal) => {
      if (options.credential) {
        const given = await options.credential(kind, fresh, signal);
        return typeof given === 'string' ? { credential: given } : given;
      }
      if (kind !== 'wechat_code') throw new HostFailure('unsupported', `nobody gives a ${kind}`);
      return new Promise((resolve, reject) => {
        wx.login({
          timeout: deadlineMs,
          success: ({ code }) => resolve({ credential: code }),
          fail: (failure) => reject(failureOf(failure)),
        });
      });
    },
    present: (what, signal) => {
      if (!options.present) throw new HostFailure('unsupported', 'nobody shows it to the person');
      return options.present(what, signal);
    },
    tabs: () => null,
  };
}

/** Keeps the session in the storage of the mini-program. */
export function wxStorage(wx: Wx, encrypt = false): Store {
  const settings = encrypt ? { encrypt } : {};
  const failed = ({ errMsg }: WxFailure): HostFailure => new HostFailure('store_unavailable', errMsg);
  return {
    load: (key) =>
      new Promise((resolve, reject) => {
        wx.getStorage({
          key,
          ...settings,
          success: ({ data }) => resolve(typeof data === 'string' ? data : null),
          fail: (failure) => (/not found|not exist/.test(failure.errMsg ?? '') ? resolve(null) : reject(failed(failure))),
        });
      }),
    save: (key, data) =>
      new Promise((resolve, reject) => {
        wx.setStorage({ key, data, ...settings, success: () => resolve(), fail: (failure) => reject(failed(failure)) });
      }),
    erase: (key) =>
      new Promise((resolve, reject) => {
        wx.removeStorage({ key, success: () => resolve(), fail: (failure) => reject(failed(failure)) });
      }),
  };
}

// By number where there is one, else by what the text holds; it is never the same on two phones.
function failureOf({ errno, errMsg = '' }: WxFailure): HostFailure {
  if (errno === notInDomainList || errMsg.includes('domain list')) {
    return new HostFailure('host_fault', 'the domain is not in the list of the mini-program');
  }
  if (errno === 104) return new HostFailure('declined', 'the person has not agreed to the privacy guide');
  if (errno === 112) return new HostFailure('host_fault', 'the privacy guide of the mini-program does not name this');
  if (errno === interrupted || errMsg.includes('interrupted')) return new HostFailure('network', 'interrupted in the background');
  if (/time ?out|超时/i.test(errMsg)) return new HostFailure('timeout', 'no answer in time');
  return new HostFailure('network', errno === undefined ? '' : `errno ${errno}`);
}

/** The headers of an answer, in lower case: phones differ. */
export function headersOf(header: Record<string, unknown> | undefined): HeaderList {
  const list: HeaderList = [];
  Object.keys(header ?? {}).forEach((name) => list.push([name.toLowerCase(), String(header?.[name])]));
  return list;
}

function objectOf(headers: HeaderList): Record<string, string> {
  const object: Record<string, string> = {};
  headers.forEach(([name, value]) => (object[name] = value));
  return object;
}

function wholeAnswer({ statusCode, data, header }: WxAnswer): HttpAnswer {
  const body = typeof data === 'string' ? data : data === undefined || data === null ? '' : JSON.stringify(data);
  if (body.length > mostLetters) throw new HostFailure('malformed_reply', 'the answer is larger than 1 MiB');
  return { status: statusCode, headers: headersOf(header), body };
}
