// What can go wrong, as the core's table names it. Nothing is invented here.
import { en } from './texts/en.js';
import { messageIn, type Language } from './texts/language.js';

/** What the caller should do about an error. Programs branch on this. */
export type Action = 'retry' | 'sign_in_again' | 'tell_user' | 'fix_program';

// tables: begin errors
/** Every code of the core's error table, in its order. */
export type ErrorCode =
  | 'network'
  | 'timeout'
  | 'tls'
  | 'rate_limited'
  | 'server_unavailable'
  | 'malformed_reply'
  | 'conflict'
  | 'lock_timeout'
  | 'store_unavailable'
  | 'token_rejected'
  | 'signed_out'
  | 'session_expired'
  | 'user_banned'
  | 'reauth_required'
  | 'cancelled'
  | 'declined'
  | 'credential_invalid'
  | 'begun_elsewhere'
  | 'wrong_password'
  | 'user_not_found'
  | 'user_exists'
  | 'weak_password'
  | 'email_not_confirmed'
  | 'sign_ups_off'
  | 'captcha_failed'
  | 'nonce_required'
  | 'insufficient_aal'
  | 'not_allowed'
  | 'refused'
  | 'bind_code_invalid'
  | 'scan_used'
  | 'wrong_number'
  | 'binding_declined'
  | 'binding_expired'
  | 'already_linked'
  | 'provider_already_linked'
  | 'identity_in_use'
  | 'last_identity'
  | 'invalid_argument'
  | 'origin_refused'
  | 'unsupported'
  | 'host_fault';
// tables: end errors

/** Whether a text is one of these codes: one that came back in an address, for example. */
export const isErrorCode = (text: unknown): text is ErrorCode => typeof text === 'string' && Object.prototype.hasOwnProperty.call(en.errors, text);

/** What is known of an error besides its code. */
export interface ErrorFacts {
  action: Action;
  retryAfterMs?: number;
  httpStatus?: number;
  detail?: string;
  serverMessage?: string;
  cause?: unknown;
}

/** The one error of this package. It holds no secret: it may be logged. */
export class HufuError extends Error {
  override readonly name = 'HufuError';
  /** What happened. */
  readonly code: ErrorCode;
  /** What to do about it. */
  readonly action: Action;
  /** Not before this many milliseconds; 0 where nothing is known. */
  readonly retryAfterMs: number;
  /** The status that the server answered with; 0 where it did not answer. */
  readonly httpStatus: number;
  /** More for the programmer, perhaps empty. */
  readonly detail: string;
  /** What the server said for people, in its own words: plain text of one line; empty where it said nothing. */
  readonly serverMessage: string;

  constructor(code: ErrorCode, facts: ErrorFacts) {
    super(messageIn(en, code, facts.detail ?? '', facts.retryAfterMs ?? 0), facts.cause === undefined ? undefined : { cause: facts.cause });
    Object.setPrototypeOf(this, new.target.prototype); // for ES5
    this.code = code;
    this.action = facts.action;
    this.retryAfterMs = facts.retryAfterMs ?? 0;
    this.httpStatus = facts.httpStatus ?? 0;
    this.detail = facts.detail ?? '';
    this.serverMessage = facts.serverMessage ?? '';
  }

  /** What `message` says, in another language: `error.messageIn(zhCN)`. */
  messageIn(language: Language): string {
    return messageIn(language, this.code, this.detail, this.retryAfterMs);
  }
}

/** What a host may say when it could not do what it was asked for. */
export type FailureCode =
  | 'network'
  | 'timeout'
  | 'tls'
  | 'malformed_reply'
  | 'lock_timeout'
  | 'store_unavailable'
  | 'declined'
  | 'signed_out'
  | 'unsupported'
  | 'host_fault';

/** Thrown by a host; the core decides what it means. Whatever else a host throws counts as `host_fault`. */
export class HostFailure extends Error {
  override readonly name = 'HostFailure';
  readonly code: FailureCode;

  /** @param detail for people, without secrets */
  constructor(code: FailureCode, detail = '') {
    super(detail || code);
    Object.setPrototypeOf(this, new.target.prototype); // for ES5
    this.code = code;
  }
}

/** The error of an operation that was given up. */
export function cancelled(detail: string, cause?: unknown): HufuError {
  return new HufuError('cancelled', { action: 'tell_user', detail, cause });
}

/** The error of a call or a configuration that cannot be. */
export function programFault(code: 'invalid_argument' | 'origin_refused' | 'unsupported' | 'host_fault', detail: string, cause?: unknown): HufuError {
  return new HufuError(code, { action: 'fix_program', detail, cause });
}

/** The error of a host or a core that does not do its part. */
export const hostFault = (detail: string, cause?: unknown): HufuError => programFault('host_fault', detail, cause);
