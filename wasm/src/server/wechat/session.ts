// What a code of wx.login has given: who it is, and the key by which WeChat signs and encrypts for them.
import { isObject, type Members } from '../token.js';
import { WechatError } from './error.js';

/** What a {@link WechatSession} is made of. */
export interface SessionFacts {
  openId: string;
  /** The same for all apps of one company; null where the mini-program is of none. */
  unionId?: string | null;
  sessionKey: string;
}

/** What `wx.getUserInfo` and its like give beside the readable data. */
export interface EncryptedData {
  encryptedData: string;
  iv: string;
}

/** What they sign. */
export interface SignedData {
  rawData: string;
  signature: string;
}

/** A person's session at WeChat. The next `wx.login` may end it: then what it encrypted cannot be read any more. */
export class WechatSession {
  readonly openId: string;
  readonly unionId: string | null;
  readonly #appId: string;
  readonly #key: string;

  /** @internal */
  constructor(appId: string, { openId, unionId = null, sessionKey }: SessionFacts) {
    this.openId = openId;
    this.unionId = unionId;
    this.#appId = appId;
    this.#key = sessionKey;
  }

  /** A secret: it is printed nowhere, and no client may have it. */
  get sessionKey(): string {
    return this.#key;
  }

  /** What WeChat has encrypted for this app and this session. Rejects with `data_invalid` for anything else. */
  async decrypt({ encryptedData, iv }: EncryptedData): Promise<Members> {
    const data = await decrypted(this.#key, encryptedData, iv);
    const mark = isObject(data) ? data['watermark'] : undefined;
    // Without it a mini-program of somebody else's could bring its own visitors' data.
    if (!isObject(data) || !isObject(mark) || mark['appid'] !== this.#appId) throw new WechatError('data_invalid', 'watermark');
    return data;
  }

  /** Whether WeChat has signed this for this session. */
  async isSigned({ rawData, signature }: SignedData): Promise<boolean> {
    const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(rawData + this.#key));
    const expected = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return isSame(expected, String(signature));
  }
}

async function decrypted(key: string, encryptedData: string, iv: string): Promise<unknown> {
  try {
    const imported = await crypto.subtle.importKey('raw', bytesOf(key), 'AES-CBC', false, ['decrypt']);
    const text = await crypto.subtle.decrypt({ name: 'AES-CBC', iv: bytesOf(iv) }, imported, bytesOf(encryptedData));
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text)) as unknown;
  } catch {
    // What was thrown may cite the data.
    throw new WechatError('data_invalid', 'cannot be decrypted: perhaps wx.login was called since');
  }
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

// In a time that does not tell where they differ.
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; ++at) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
