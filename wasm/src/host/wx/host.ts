// The host of mini-programs, over `wx`.
import { HostFailure } from '../../errors.js';
import type { AbortSignalLike } from '../../web_types.js';
import type { Credential, CredentialKind, CoreHost, HeaderList, HttpAnswer, Presentation, Store } from '../host.js';
import { localLocks } from '../locks.js';
import { headersOf, objectOf, type Wx, type WxAnswer, type WxLike, type WxRequest } from './api.js';
import { needed } from './asking.js';
import { entropyOf } from './entropy.js';
import { foregroundOf, sleepOn } from './foreground.js';
import { loginOf } from './login.js';
import { wxStorage } from './storage.js';
import { transfersOf } from './transfers.js';

/** What an application may give to the host of mini-programs. */
export interface WxHostOptions {
  /** Keeps the session encrypted; needs base library 2.21.3. */
  encrypt?: boolean;
  /** Where the session is kept, if not in the storage of the mini-program. */
  store?: Store;
  /** Gives what `wx.login` does not, and its code too: `withData` says that what WeChat encrypts is wanted with it. */
  credential?: (kind: CredentialKind, fresh: boolean, signal: AbortSignalLike, withData: boolean) => Promise<Credential | string>;
  /** Shows a page or a code to the person. */
  present?: (what: Presentation, signal: AbortSignalLike) => void | Promise<void>;
}

/** The host of mini-programs. */
export interface WxHost extends CoreHost {
  /** Sends the application's own request. */
  forward(request: WxRequest, headers: HeaderList, signal: AbortSignalLike): Promise<WxAnswer>;
}

const deadlineMs = 30_000;
/** What `wx.request` itself waits, if the application does not say. */
const usualDeadlineMs = 60_000;
const mostLetters = 1_048_576;

/** Makes the host of `wx`. One for a mini-program: it holds the queue of requests. */
export function wxHost(like: WxLike, options: WxHostOptions = {}): WxHost {
  const wx = like as Wx;
  const foreground = foregroundOf(wx);
  const transfer = transfersOf(foreground);
  const login = loginOf(wx, deadlineMs);
  let latest = 0;

  return {
    store: options.store ?? wxStorage(wx, options.encrypt === true),
    lock: localLocks(),
    // There is no other clock everywhere; it goes on while the phone sleeps, and must not go back.
    now: () => {
      const wall = Date.now();
      latest = Math.max(latest, wall);
      return { wall, uptime: latest };
    },
    wall: () => Date.now(),
    http: async ({ flow, method, url, headers, body }, signal) => {
      needed(wx.request, 'request', '');
      const data = body === '' ? undefined : body;
      const request = { url, method, header: objectOf(headers), data, dataType: 'text', responseType: 'text' as const };
      const answer = await transfer(
        {
          start: (callbacks) => wx.request?.({ ...request, redirect: 'manual', timeout: deadlineMs, ...callbacks }),
          timeoutMs: deadlineMs,
          // A renewal that got no answer is asked for again anyway; servers know it by its token.
          isRepeatable: isSafe(method) || flow === 'refresh',
        },
        signal,
      );
      return wholeAnswer(answer);
    },
    upload: async ({ url, file, headers }, signal) => {
      if (typeof file !== 'string') throw new HostFailure('unsupported', 'here a picture is a path');
      needed(wx.uploadFile, 'uploadFile', '');
      const upload = { url, filePath: file, name: 'file', header: objectOf(headers), timeout: deadlineMs };
      const answer = await transfer(
        { start: (callbacks) => wx.uploadFile?.({ ...upload, ...callbacks }), timeoutMs: deadlineMs, isRepeatable: false },
        signal,
      );
      // By the documents this answer has no headers: the core must take the text for what it is.
      return wholeAnswer({ ...answer, header: answer.header ?? { 'content-type': 'application/json' } });
    },
    forward: async (request, headers, signal) => {
      needed(wx.request, 'request', '');
      const method = request.method ?? 'GET';
      const header = objectOf(headers);
      return transfer(
        {
          start: (callbacks) => wx.request?.({ ...request, method, header, redirect: 'manual', ...callbacks }),
          timeoutMs: request.timeout ?? usualDeadlineMs,
          isRepeatable: isSafe(method),
        },
        signal,
      );
    },
    sleep: (delayMs, signal) => sleepOn(foreground, delayMs, signal),
    random: entropyOf(wx),
    digest: () => Promise.reject(new HostFailure('unsupported', 'a mini-program has no SHA-256')),
    credential: async (kind, fresh, signal, withData) => {
      if (options.credential) {
        const given = await options.credential(kind, fresh, signal, withData);
        return typeof given === 'string' ? { credential: given } : given;
      }
      if (kind !== 'wechat_code') throw new HostFailure('unsupported', `no credential callback configured for ${kind}`);
      return login(withData);
    },
    present: (what, signal) => {
      if (!options.present) throw new HostFailure('unsupported', `no present callback configured for ${what.show}`);
      return options.present(what, signal);
    },
    onWake: (hear) => {
      const changed = ({ isConnected }: { isConnected: boolean }): void => {
        if (isConnected) hear();
      };
      const forget = foreground.onShow(hear);
      wx.onNetworkStatusChange?.(changed);
      return () => {
        forget();
        wx.offNetworkStatusChange?.(changed);
      };
    },
    tabs: () => null,
  };
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function wholeAnswer({ statusCode, data, header }: WxAnswer): HttpAnswer {
  const body = typeof data === 'string' ? data : data === undefined || data === null ? '' : JSON.stringify(data);
  if (body.length > mostLetters) throw new HostFailure('malformed_reply', 'the answer is larger than 1 MiB');
  return { status: statusCode, headers: headersOf(header), body };
}
