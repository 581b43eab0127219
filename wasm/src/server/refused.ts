// Why nobody was let in, and how to answer that.

/** What was wrong; for logs. The client needs none of it. */
export type RefusalReason =
  | 'no_token'
  | 'malformed_request'
  | 'malformed'
  | 'unknown_issuer'
  | 'unknown_key'
  | 'bad_signature'
  | 'expired'
  | 'wrong_claims'
  | 'wrong_platform'
  | 'no_platform'
  | 'other_site'
  | 'other_person'
  | 'unknown_person'
  | 'keys_unavailable'
  | 'backend_unavailable';

type Answer = readonly [status: 400 | 401 | 403 | 503, error: string, message: string];

const answers: Readonly<Record<RefusalReason, Answer>> = {
  no_token: [401, 'no_token', 'Nobody is signed in.'],
  malformed_request: [400, 'invalid_request', 'There has to be one Authorization header with one token.'],
  malformed: [401, 'invalid_token', 'This is no token of an issuer that is trusted here.'],
  unknown_issuer: [401, 'invalid_token', 'Nobody that is trusted here issued the token.'],
  unknown_key: [401, 'invalid_token', 'The issuer has no such key.'],
  bad_signature: [401, 'invalid_token', 'The issuer did not sign this.'],
  expired: [401, 'invalid_token', 'The token has expired.'],
  wrong_claims: [401, 'invalid_token', 'The token is not for this service.'],
  wrong_platform: [401, 'invalid_token', 'The token is not of the platform that X-Platform names.'],
  no_platform: [400, 'invalid_platform', 'X-Platform has to be one of desktop, miniprogram, server, web.'],
  other_site: [403, 'other_site', 'A page of another site has sent this.'],
  other_person: [403, 'other_person', 'The Authorization header and the cookie are of two people.'],
  unknown_person: [403, 'not_allowed', 'Whoever signed in is not known to this service.'],
  keys_unavailable: [503, 'unavailable', 'Who signed in cannot be found out at the moment. Try again.'],
  backend_unavailable: [503, 'unavailable', 'Who signed in cannot be found out at the moment. Try again.'],
};

/** Nobody is let in. It holds neither tokens nor secrets: it may be logged. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** What was wrong. */
  readonly reason: RefusalReason;
  /** 401 for the token's faults, 403 for what this person may not, 400 for the request's, 503 for an outage. */
  readonly status: 400 | 401 | 403 | 503;
  /** As the answer's body has it. */
  readonly error: string;
  /** More for the programmer, perhaps empty. */
  readonly detail: string;
  /** Not before this many milliseconds; 0 where nothing is known. */
  readonly retryAfterMs: number;

  constructor(reason: RefusalReason, detail = '', { retryAfterMs = 0, cause }: { retryAfterMs?: number; cause?: unknown } = {}) {
    const [status, error, message] = answers[reason];
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.status = status;
    this.error = error;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }

  /** The headers of the answer, `WWW-Authenticate` (RFC 6750) and `Retry-After` among them. */
  get headers(): Record<string, string> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
    if (this.reason === 'no_token') headers['WWW-Authenticate'] = 'Bearer';
    else if (this.status < 403) headers['WWW-Authenticate'] = `Bearer error="${this.status === 401 ? 'invalid_token' : 'invalid_request'}"`;
    if (this.status === 503) headers['Retry-After'] = String(Math.max(1, Math.ceil(this.retryAfterMs / 1000)));
    return headers;
  }

  /** The body of the answer, to be sent as JSON. */
  get body(): { error: string; message: string } {
    return { error: this.error, message: this.message };
  }

  /** The answer. */
  response(): Response {
    return new Response(JSON.stringify(this.body), { status: this.status, headers: this.headers });
  }
}
