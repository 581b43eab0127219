// In which language errors speak. English is always there; others an application imports: `hufu/zh-CN`.
import type { ErrorCode } from '../errors.js';

/** What Hufu says to people, in one language. */
export interface Language {
  /** Its tag (BCP 47). */
  readonly tag: string;
  /** What each error says. */
  readonly errors: Readonly<Record<ErrorCode, string>>;
  /** An error's `{sentence}` with its `{detail}`. */
  readonly withDetail: string;
  /** The same with the `{seconds}` that a server asks to wait. */
  readonly withSeconds: string;
  /** With both. */
  readonly withBoth: string;
}

/** The sentence of an error, followed by its detail if there is one, and by the seconds that a server asks to wait. */
export function messageIn(language: Language, code: ErrorCode, detail: string, retryAfterMs: number): string {
  // Our own waits are not told: the news that the network is back ends them.
  const isAsked = code === 'rate_limited' || code === 'server_unavailable';
  const seconds = isAsked && retryAfterMs > 0 ? String(Math.ceil(retryAfterMs / 1000)) : '';
  const facts: Record<string, string> = { sentence: language.errors[code], detail, seconds };
  const form = detail ? (seconds ? language.withBoth : language.withDetail) : seconds ? language.withSeconds : '{sentence}';
  return form.replace(/\{(\w+)\}/g, (_, name: string) => facts[name]!);
}
