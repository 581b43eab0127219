// WeChat's server API, as far as signing people in needs it.
import { uptime } from '../../platform/uptime.js';
import { safeUrl } from '../safe_url.js';
import { shortTextOf } from '../short_text.js';
import { isObject, isText, type Members } from '../token.js';
import { AppToken, type Granted } from './app_token.js';
import { errorOf, WechatError } from './error.js';
import { endOf, readPicture, targetOf, wxacodeWish, type OpeningOptions, type Wxacode, type WxacodeOptions } from './opening.js';
import { WechatSession, type SessionFacts } from './session.js';

const timeoutMs = 5_000;
const mostOfCode = 512;

/** For {@link createWechat}. */
export interface WechatOptions {
  appId: string;
  secret: string;
  /** Where WeChat is: `https://api.weixin.qq.com`; for tests the fake of hufu-mock-server, `…/wechat`. */
  baseUrl?: string;
  /** Another `fetch`, in networks that need a proxy. */
  fetch?: typeof fetch;
  /** Milliseconds of a clock that nobody sets, as `performance.now`; for tests. */
  uptime?: () => number;
}

/** A telephone number. */
export interface PhoneNumber {
  /** Abroad with the country's code. */
  phoneNumber: string;
  /** Without it. */
  purePhoneNumber: string;
  /** Such as `86`. */
  countryCode: string;
}

/** Makes a client of WeChat's server API. Keep it: it keeps the access token. */
export function createWechat(options: WechatOptions): Wechat {
  return new Wechat(options);
}

/** WeChat, as one mini-program's server speaks to it. All rejects with a {@link WechatError}. */
export class Wechat {
  readonly #options: Required<Omit<WechatOptions, 'uptime'>>;
  readonly #token: AppToken;

  /** @internal */
  constructor({ appId, secret, baseUrl = 'https://api.weixin.qq.com', fetch: send = (...asked) => fetch(...asked), uptime: clock = uptime }: WechatOptions) {
    if (!appId || !secret) throw new TypeError('createWechat needs appId and secret.');
    this.#options = { appId, secret, baseUrl: safeUrl(baseUrl).replace(/\/+$/, ''), fetch: send };
    this.#token = new AppToken((isForced) => this.#grant(isForced), clock);
  }

  /** Whose code of `wx.login` this is. A code is good once, for five minutes. */
  async code2Session(code: string): Promise<WechatSession> {
    const { appId, secret } = this.#options;
    const query = new URLSearchParams({ appid: appId, secret, js_code: codeOf(code), grant_type: 'authorization_code' });
    const { openid: openId, session_key: sessionKey, unionid: unionId } = await this.#ask(`/sns/jscode2session?${query}`, undefined, read);
    if (!isText(openId) || !isText(sessionKey)) throw new WechatError('unavailable', 'no openid');
    return this.session({ openId, sessionKey, unionId: isText(unionId) ? unionId : null });
  }

  /** A session whose key was kept. */
  session(facts: SessionFacts): WechatSession {
    return new WechatSession(this.#options.appId, facts);
  }

  /**
   * The number that the phone-number button gave a code for.
   *
   * @param openId whose it has to be; WeChat checks it
   */
  async phoneNumber(code: string, { openId }: { openId?: string } = {}): Promise<PhoneNumber> {
    const { phone_info: told } = await this.post('/wxa/business/getuserphonenumber', { code: codeOf(code), openid: openId }).catch(phoneError);
    const { phoneNumber, purePhoneNumber, countryCode, watermark } = isObject(told) ? told : ({} as Members);
    const isOurs = isObject(watermark) && watermark['appid'] === this.#options.appId;
    if (!isOurs || !isText(phoneNumber) || !isText(purePhoneNumber)) throw new WechatError('unavailable', 'no phone_info of this app');
    // A number in WeChat's example, a text in its table.
    return { phoneNumber, purePhoneNumber, countryCode: String(countryCode) };
  }

  /**
   * A mini-program code: whoever scans it with WeChat gets to the page, whose `query.scene` has this once it is decoded.
   *
   * @param scene up to 32 of digits, letters and ``!#$&'()*+,/:;=?@-._~``
   */
  async wxacode(scene: string, options: WxacodeOptions = {}): Promise<Wxacode> {
    const told = await this.#asApp('/wxa/getwxacodeunlimit', wxacodeWish(scene, options), readPicture);
    if ('bytes' in told) return told as unknown as Wxacode;
    throw new WechatError('unavailable', 'no picture');
  }

  /** A link that opens the page from a browser on a phone. Not for mini-programs of persons. */
  async urlLink(options: OpeningOptions = {}): Promise<string> {
    const { url_link: link } = await this.post('/wxa/generate_urllink', { ...targetOf(options), ...endOf(options) });
    if (!isText(link)) throw new WechatError('unavailable', 'no url_link');
    return link;
  }

  /** The same as `weixin://…`, which browsers open only by a tap. */
  async urlScheme(options: OpeningOptions = {}): Promise<string> {
    const wish = { jump_wxa: targetOf(options), is_expire: true, ...endOf(options) };
    const { openlink: link } = await this.post('/wxa/generatescheme', wish);
    if (!isText(link)) throw new WechatError('unavailable', 'no openlink');
    return link;
  }

  /**
   * The access token, asked for once in its life.
   *
   * @param force whether to end the one that all processes have: twenty times a day. Nothing here does so by itself
   */
  accessToken({ force = false }: { force?: boolean } = {}): Promise<string> {
    return force ? this.#token.force() : this.#token.get();
  }

  /**
   * Any other call of WeChat's API that takes the access token. One that WeChat takes no more is renewed once.
   *
   * @param path such as `/wxa/msg_sec_check`
   */
  async post(path: string, body: object): Promise<Members> {
    return this.#asApp(path, body, read);
  }

  async #asApp<Told extends object>(path: string, body: object, readAs: Reading<Told>): Promise<Told> {
    // `@example.com/` would make the host of it.
    if (!path?.startsWith('/')) throw new TypeError('A path at WeChat begins with /.');
    const token = await this.accessToken();
    const post = (one: string) => this.#ask(`${path}?${new URLSearchParams({ access_token: one })}`, body, readAs);
    try {
      return await post(token);
    } catch (error) {
      if (!(error instanceof WechatError) || error.reason !== 'token_refused') throw error;
      this.#token.forget(token);
      return post(await this.accessToken());
    }
  }

  async #grant(isForced: boolean): Promise<Granted> {
    const { appId: appid, secret } = this.#options;
    const wish = { grant_type: 'client_credential', appid, secret, force_refresh: isForced };
    const { access_token: token, expires_in: seconds } = await this.#ask('/cgi-bin/stable_token', wish, read).catch(grantError);
    if (!isText(token) || typeof seconds !== 'number') throw new WechatError('unavailable', 'no access_token');
    return { token, lifeMs: seconds * 1000 };
  }

  // The address holds a secret: nothing that is thrown may.
  async #ask<Told extends object>(path: string, body: object | undefined, readAs: Reading<Told>): Promise<Told> {
    const { baseUrl, fetch: send } = this.#options;
    const sent = body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    const init: RequestInit = { ...sent, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) };
    const address = baseUrl + path;
    const told = await send(address, init).catch(unavailable).then(good).then((response) => readAs(response).catch(unavailable));
    const { errcode, errmsg } = told as Members;
    if (typeof errcode === 'number' && errcode !== 0) throw errorOf(errcode, withoutSent(String(errmsg), address, body));
    return told;
  }
}

function good(response: Response): Response {
  if (response.status === 200) return response;
  throw new WechatError('unavailable', `status ${response.status}`);
}

/** What an answer holds. Whatever is thrown but a WechatError means that WeChat answered something else. */
type Reading<Told> = (response: Response) => Promise<Told>;

// JSON, whatever the type says: jscode2session calls it text/plain.
async function read(response: Response): Promise<Members> {
  const told: unknown = await shortTextOf(response).then(JSON.parse);
  if (isObject(told)) return told;
  throw new WechatError('unavailable', 'no object');
}

// Names and codes only, such as ECONNREFUSED: texts may cite the address.
function unavailable(error: unknown): never {
  if (error instanceof WechatError) throw error;
  const { name, cause } = (error ?? {}) as { name?: unknown; cause?: { code?: unknown } };
  throw new WechatError('unavailable', String(cause?.code ?? name));
}

// WeChat may cite what it speaks of: secrets, codes and tokens are longer than words.
function withoutSent(words: string, address: string, body: object = {}): string {
  const sent = [...new URL(address).searchParams.values(), ...textsIn(body)].filter((one) => one.length >= 16);
  return sent.reduce((told, one) => told.replaceAll(one, '…'), words);
}

const textsIn = (value: unknown): string[] => (isText(value) ? [value] : isObject(value) ? Object.values(value).flatMap(textsIn) : []);

// Here 40001 speaks of the secret: there is no token yet.
function grantError(error: WechatError): never {
  throw error.reason === 'token_refused' ? new WechatError('not_set_up', error.detail, error.errcode) : error;
}

// Elsewhere 40003 speaks of an openid that this server has wrong; here of who has made the code.
function phoneError(error: WechatError): never {
  throw error.errcode === 40003 ? new WechatError('code_invalid', error.detail, error.errcode) : error;
}

function codeOf(code: unknown): string {
  if (typeof code === 'string' && code !== '' && code.length <= mostOfCode) return code;
  throw new WechatError('code_invalid', 'no code');
}
