// Requests that go out at once: the core has given their headers before, and hears of them only if the answer wants a
// decision. That this needs no verdict of the core, core/README.md says.
import type { Present } from './engine.js';
import type { Engines } from './engines.js';
import type { HeaderList } from './host/host.js';
import type { Host } from './host/web.js';
import type { SignedHeaders } from './types.js';

/** What came of a request that went out at once. */
export interface Early {
  authorization: string;
  /** Who was here when it was signed. */
  present: Present;
  response?: Response;
  failure?: unknown;
}

/** A URL that every parser reads alike, the core's and the platform's. */
const plainUrl = /^https?:\/\/[a-z\d.-]+(:\d+)?(\/[!-[\]-~]*)?$/;
/** Header names that the core lets pass as they are. */
const plainHeader = /^(accept|accept-language|content-language|content-type)$/i;

/** The complete headers of a request that is simple enough to be signed without asking. What is not surely so goes through the core. */
export function signedAtOnce(engines: Engines, input: Request | URL | string, init: RequestInit = {}): SignedHeaders | null {
  const { body = null, headers, redirect = 'follow', signal } = init;
  if (typeof input !== 'string' || !plainUrl.test(input) || redirect !== 'follow' || signal?.aborted) return null;
  if (body !== null && typeof body !== 'string') return null;
  if (headers !== undefined && !hasPlainHeaders(headers)) return null;
  const signed = engines.signedAtOnce(input);
  return signed && headers ? { ...(headers as object), ...signed } : signed;
}

/** Sends it. What went wrong, the core is told. */
export async function sendAtOnce(
  engines: Engines,
  host: Host,
  url: string,
  init: RequestInit | undefined,
  signed: SignedHeaders,
): Promise<Early> {
  const { Authorization: authorization } = signed;
  const present = engines.present();
  try {
    const response = await host.forward(url, { ...init, headers: signed, redirect: 'manual' });
    return { authorization, present, response };
  } catch (failure) {
    return { authorization, present, failure };
  }
}

/** A refused token, a redirect (which browsers hide behind the status 0): the rest is the application's. */
export function wantsDecision({ status }: Response): boolean {
  return status === 401 || status === 0 || (status >= 300 && status < 400);
}

/**
 * The answer to what has been sent already, for the core that now sends with these headers. A 401 for a token that was
 * renewed meanwhile says nothing about the present one: null.
 */
export function answerFor(early: Early | null, headers: HeaderList): Response | null {
  if (early === null) return null;
  if (!early.response) throw early.failure;
  const isForThis = headers.some(([name, value]) => name === 'Authorization' && value === early.authorization);
  if (early.response.status !== 401 || isForThis) return early.response;
  dropEarly(early);
  return null;
}

/** Reads no more of an answer that nobody wants. */
export function drop(response: Response | null | undefined): void {
  void response?.body?.cancel().catch(() => {});
}

export const dropEarly = (early: Early | null): void => drop(early?.response);

function hasPlainHeaders(headers: HeadersInit): boolean {
  return Object.getPrototypeOf(headers) === Object.prototype && Object.keys(headers).every((name) => plainHeader.test(name));
}
