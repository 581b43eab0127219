// What is used of `wx`. It is handed over and never looked for; Taro and uni-app have the same functions.
import type { HeaderList } from '../host.js';

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

/** The two callbacks of a call; one of them comes, once. */
export interface WxCallbacks<Answer> {
  success(answer: Answer): void;
  fail(failure: WxFailure): void;
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

/** What `wx.getUserInfo` gives with `withCredentials`: encrypted with the key of the last `wx.login`. */
export interface WxUserInfo {
  encryptedData?: string;
  iv?: string;
  rawData?: string;
  signature?: string;
}

/** The functions of `wx` that are used, as the documents have them. Phones may lack some. */
export interface Wx {
  request?(options: WxRequest & { redirect?: string } & WxCallbacks<WxAnswer>): unknown;
  uploadFile?(
    options: { url: string; filePath: string; name: string; header: Record<string, string>; timeout?: number } & WxCallbacks<WxAnswer>,
  ): unknown;
  login?(options: { timeout?: number; provider?: string } & WxCallbacks<{ code?: string }>): unknown;
  getUserInfo?(options: { withCredentials: boolean; provider?: string } & WxCallbacks<WxUserInfo>): unknown;
  getStorageInfoSync?(): { keys: string[] };
  getStorage?(options: { key: string; encrypt?: boolean } & WxCallbacks<{ data: unknown }>): unknown;
  setStorage?(options: { key: string; data: string; encrypt?: boolean } & WxCallbacks<unknown>): unknown;
  removeStorage?(options: { key: string } & WxCallbacks<unknown>): unknown;
  getRandomValues?(options: { length: number } & WxCallbacks<{ randomValues: ArrayBuffer }>): unknown;
  getAppBaseInfo?(): { SDKVersion?: string };
  getSystemInfoSync?(): { SDKVersion?: string };
  onAppShow?(hear: () => void): void;
  onAppHide?(hear: () => void): void;
  onNetworkStatusChange?(hear: (status: { isConnected: boolean }) => void): void;
  offNetworkStatusChange?(hear: (status: { isConnected: boolean }) => void): void;
}

/** Any object with these functions: their declared types differ between `wx`, Taro, uni-app, and versions of each. */
export type WxLike = { [Name in keyof Wx]?: (...given: never[]) => unknown };

/** The headers of an answer, in lower case: phones differ. */
export function headersOf(header: Record<string, unknown> | undefined): HeaderList {
  const list: HeaderList = [];
  Object.keys(header ?? {}).forEach((name) => list.push([name.toLowerCase(), String(header?.[name])]));
  return list;
}

/** Headers as `wx` takes them. */
export function objectOf(headers: HeaderList): Record<string, string> {
  const object: Record<string, string> = {};
  headers.forEach(([name, value]) => (object[name] = value));
  return object;
}
