// What failures of `wx` mean: by number where there is one, else by what the text holds, which is
// never the same on two phones.
import { HostFailure, hostFault, HufuError } from '../../errors.js';
import type { WxFailure } from './api.js';

const interrupted = 600_003;
const notInDomainList = 600_002;
const notAgreed = 104;
const notDeclared = 112;
const noQuota = 1_400_001;

/** Whether WeChat cut a transfer off because the mini-program went to the background. */
export function isInterrupted({ errno, errMsg = '' }: WxFailure): boolean {
  return errno === interrupted || errMsg.includes('interrupted');
}

/** A failure, for the core. */
export function failureOf(failure: WxFailure = {}): HostFailure {
  const { errno, errMsg = '' } = failure;
  if (errno === notInDomainList || errMsg.includes('domain list')) {
    return new HostFailure('host_fault', 'the domain is not among the server domains of the mini-program (mp.weixin.qq.com)');
  }
  if (errno === notAgreed || errMsg.includes('privacy permission is not authorized')) {
    return new HostFailure('declined', 'the person has not agreed to the privacy guide: wx.requirePrivacyAuthorize asks for it');
  }
  if (errno === notDeclared || errMsg.includes('not declared in the privacy agreement')) {
    return new HostFailure('host_fault', 'the privacy guide of the mini-program does not declare this API (mp.weixin.qq.com)');
  }
  if (/auth (deny|denied)|authorize no response/.test(errMsg)) return new HostFailure('declined', 'the person has not allowed it');
  if (isInterrupted(failure)) return new HostFailure('network', 'interrupted in the background');
  if (/time ?out|超时/i.test(errMsg)) return new HostFailure('timeout', 'no answer in time');
  return new HostFailure('network', errno === undefined ? '' : `errno ${errno}`);
}

/** What a button with an `open-type` gives to its handler. */
export interface WxButtonEvent<Detail> {
  detail: WxFailure & Detail;
}

/**
 * The code of a button with `open-type="getPhoneNumber"` or `"getRealtimePhoneNumber"`, for
 * `bindPhone`; it is another than that of `wx.login`, and good once, for five minutes.
 * Throws a `HufuError`: `declined`, or `host_fault` where the mini-program itself may not ask.
 */
export function phoneCode({ detail }: WxButtonEvent<{ code?: string }>): string {
  return given(detail, detail.code, 'the phone number');
}

/**
 * The picture of a button with `open-type="chooseAvatar"`, for `uploadAvatar`: a path that is good
 * only until the mini-program ends. Throws a `HufuError`, as `phoneCode` does.
 */
export function chosenAvatar({ detail }: WxButtonEvent<{ avatarUrl?: string }>): string {
  return given(detail, detail.avatarUrl, 'a picture');
}

function given(detail: WxFailure, value: string | undefined, what: string): string {
  if (value) return value;
  if (detail.errno === noQuota) throw hostFault('the mini-program has used up its quota of phone numbers');
  if (detail.errMsg?.includes('no permission')) throw hostFault(`the mini-program may not ask for ${what}: a personal or unverified one cannot`);
  const failure = failureOf(detail);
  if (failure.code === 'host_fault') throw hostFault(failure.message);
  const why = failure.code === 'declined' ? failure.message : `the person has not given ${what}`;
  throw new HufuError('declined', { action: 'tell_user', detail: why });
}
