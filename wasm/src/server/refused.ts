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

type Status = 400 | 401 | 403 | 503;
type Answer = readonly [status: Status, message: string, error?: string];

const badToken: Answer = [401, 'The token is not good here.', 'invalid_token'];
const outage: Answer = [503, 'Nobody can tell who this is. Try again.', 'unavailable'];

/** What is not here is a fault of the token. */
const answers: Partial<Record<RefusalReason, Answer>> = {
  no_token: [401, 'Nobody is signed in.'],
  malformed_request: [400, 'One Authorization header with one token, please.', 'invalid_request'],
  no_platform: [400, 'X-Platform is missing or unknown.', 'invalid_request'],
  other_site: [403, 'A page of another site has sent this.'],
  other_person: [403, 'Authorization and cookie are of two people.'],
  unknown_person: [403, 'Whoever signed in is not known here.'],
  keys_unavailable: outage,
  backend_unavailable: outage,
};

/** What was thrown, if it is a refusal; anything else goes on. */
export function refusalIn(thrown: unknown): Refused {
  if (thrown instanceof Refused) return thrown;
  throw thrown;
}

/** Nobody is let in. It holds neither tokens nor secrets: it may be logged. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** What was wrong. */
  readonly reason: RefusalReason;
  /** 401 for the token's faults, 403 for what this person may not, 400 for the request's, 503 for an outage. */
  readonly status: Status;
  /** As the answer's body has it. */
  readonly error: string;
  /** Which member of the token it was, which issuer; perhaps empty. */
  readonly detail: string;
  /** Not before this many milliseconds; 0 where nothing is known. */
  readonly retryAfterMs: number;

  constructor(reason: RefusalReason, detail = '', options: { retryAfterMs?: number; cause?: unknown } = {}) {
    const [status, message, error = reason] = answers[reason] ?? badToken;
    super(message, options);
    this.reason = reason;
    this.status = status;
    this.error = error;
    this.detail = detail;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }

  /** The headers of the answer, `WWW-Authenticate` (RFC 6750) and `Retry-After` among them. */
  get headers(): Record<string, string> {
    const headers: Record<string, string> = { 'Cache-Control': 'no-store' };
    if (this.status < 403) headers['WWW-Authenticate'] = this.reason === 'no_token' ? 'Bearer' : `Bearer error="${this.error}"`;
    if (this.status === 503) headers['Retry-After'] = String(Math.max(1, Math.ceil(this.retryAfterMs / 1000)));
    return headers;
  }

  /** The body of the answer, to be sent as JSON. */
  get body(): { error: string; message: string } {
    return { error: this.error, message: this.message };
  }

  /** The answer. */
  response(): Response {
    return Response.json(this.body, this);
  }
}
