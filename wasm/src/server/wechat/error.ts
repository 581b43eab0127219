// What WeChat's numbers mean, and how a server answers that to its own clients.

/** What it was. */
export type WechatReason =
  | 'code_invalid'
  | 'data_invalid'
  | 'blocked'
  | 'rate_limited'
  | 'token_refused'
  | 'not_set_up'
  | 'refused'
  | 'unavailable';

type Answer = readonly [status: number, message: string];

const answers: Readonly<Record<WechatReason, Answer>> = {
  code_invalid: [400, 'WeChat does not take this code, or not any more. Ask for a new one.'],
  data_invalid: [400, 'These data are not of this session. Sign in again, then ask for them.'],
  blocked: [403, 'WeChat blocks this account.'],
  rate_limited: [429, 'WeChat has been asked too often.'],
  token_refused: [503, 'WeChat does not take the access token, nor the next one. Try again.'],
  not_set_up: [500, "WeChat does not take this server's appId, secret, address or page."],
  refused: [502, 'WeChat refuses this.'],
  unavailable: [503, 'WeChat cannot answer now. Try again.'],
};

// developers.weixin.qq.com; 40163 stands in none of its tables, and is sent.
const meanings: Readonly<Record<number, WechatReason>> = {
  [-1]: 'unavailable',
  40001: 'token_refused',
  40013: 'not_set_up',
  40014: 'token_refused',
  40029: 'code_invalid',
  40125: 'not_set_up',
  40163: 'code_invalid',
  40164: 'not_set_up', // the address is not on WeChat's list
  40165: 'not_set_up', // the published version has no such page
  40226: 'blocked',
  41002: 'not_set_up',
  41004: 'not_set_up',
  41030: 'not_set_up', // the published version has no such page
  42001: 'token_refused',
  44990: 'rate_limited',
  44993: 'rate_limited',
  45009: 'rate_limited',
  45011: 'rate_limited',
  48001: 'not_set_up', // the app may not call this
  48004: 'not_set_up', // nor any more, for what it did
  50002: 'blocked',
  85079: 'not_set_up', // there is no version online
  85406: 'rate_limited',
  85407: 'not_set_up', // no links for this mini-program
  85408: 'not_set_up', // nor any more
};

const restsMs: Readonly<Record<number, number>> = { 44990: 1000, 44993: 3600_000, 45009: 3600_000, 45011: 60_000, 85406: 3600_000 };

/** WeChat said no, or nothing. It holds neither secrets nor tokens: it may be logged. */
export class WechatError extends Error {
  override readonly name = 'WechatError';
  /** What it was. */
  readonly reason: WechatReason;
  /** The status to answer one's own client with. */
  readonly status: number;
  /** WeChat's number; 0 where it gave none. */
  readonly errcode: number;
  /** WeChat's text, which ends in an id by which its support finds the call, or what was wrong with the answer. For logs. */
  readonly detail: string;
  /** Not before this many milliseconds; 0 where nothing is known. */
  readonly retryAfterMs: number;

  constructor(reason: WechatReason, detail: string, errcode = 0) {
    const [status, message] = answers[reason];
    super(message);
    this.reason = reason;
    this.status = status;
    this.errcode = errcode;
    this.detail = detail;
    this.retryAfterMs = restsMs[errcode] ?? 0;
  }

  /** The headers of the answer. */
  get headers(): Record<string, string> {
    const seconds = Math.max(1, this.retryAfterMs / 1000);
    return { 'Cache-Control': 'no-store', ...([429, 503].includes(this.status) ? { 'Retry-After': String(seconds) } : {}) };
  }

  /** The body of the answer, to be sent as JSON. */
  get body(): { error: WechatReason; message: string } {
    return { error: this.reason, message: this.message };
  }

  /** The answer. */
  response(): Response {
    return Response.json(this.body, this);
  }
}

/** What an errcode of WeChat's means. */
export function errorOf(errcode: number, errmsg: string): WechatError {
  return new WechatError(meanings[errcode] ?? 'refused', errmsg, errcode);
}
