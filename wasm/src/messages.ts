// What the core says, message by message, as JSON has it.
import type { Action, ErrorCode } from './errors.js';
import { HufuError } from './errors.js';
import { camel } from './names.js';

/** Something that the host is to do. */
export interface EffectMessage {
  id: number;
  kind: string;
  [member: string]: unknown;
}

/** An error as the core says it. */
export interface Failure {
  code: string;
  action: string;
  retry_after_ms?: number;
  http_status?: number;
  detail?: string;
  server_message?: string;
}

/** What the core says. */
export type Message =
  | ({ type: 'effect' } & EffectMessage)
  | { type: 'cancel'; id: number }
  | { type: 'done'; operation: number; value?: unknown; error?: Failure }
  | { type: 'event'; kind: string; state: string; user: unknown; reason: string | null };

/** An error of the core. */
export function errorOf(failure: Failure): HufuError {
  return new HufuError(failure.code as ErrorCode, {
    action: failure.action as Action,
    retryAfterMs: failure.retry_after_ms,
    httpStatus: failure.http_status,
    // It names an argument.
    detail: failure.code === 'invalid_argument' ? camel(failure.detail ?? '') : failure.detail,
    serverMessage: failure.server_message,
  });
}
