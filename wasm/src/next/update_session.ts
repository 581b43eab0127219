// Before a page is made: renews the session, for the page and for the browser.
import type { CookieToSet, Session } from 'hufu';
import { cookieText, HufuError } from 'hufu';
import { NextResponse } from 'next/server.js';
import type { NextRequest } from 'next/server.js';

import { isSessionCookie, noStoreHeaders, siteOf, slotOf, storageKeyOf, type NextOptions } from './options.js';
import { clientOf } from './server_client.js';

/** For {@link updateSession}. */
export interface UpdateOptions extends NextOptions {
  /**
   * What to answer, when the session is known: a redirect for the signed-out, for example. The renewed
   * cookies are added to it. The page is made if nothing is given.
   */
  decide?: (session: Session, request: NextRequest) => Response | undefined | Promise<Response | undefined>;
  /** How long a page waits for a server that does not answer; 8000 by default. The page then has the old session. */
  waitMs?: number;
}

const nobody: Session = { state: 'signed_out', user: null, isNewUser: false, expiresInMs: 0 };

/**
 * Renews the session where it is due, and says so to the page and to the browser. For `middleware.ts` (edge or
 * Node) and for `proxy.ts`.
 *
 * Requests without a session cost nothing. A server that is away, slow, or takes the `appKey` no more, ends no session and no
 * page. Rejects with a `HufuError` only if the configuration is wrong by itself.
 */
export async function updateSession(request: NextRequest, options: UpdateOptions): Promise<NextResponse> {
  const changes = new Map<string, CookieToSet>();
  const session = await renewed(request, options, changes);
  const answer = await options.decide?.(session, request);
  const response = answer === undefined ? passedOn(request) : answerOf(answer);
  const byName = new Map([...changes.values()].map((cookie) => [cookie.name, cookie]));
  for (const { name, value, options: attributes } of byName.values()) response.cookies.set(name, value, attributes);
  // Next.js keeps one of a name; the other takes away what was set before there was a domain.
  for (const cookie of changes.values()) {
    if (byName.get(cookie.name) !== cookie) response.headers.append('Set-Cookie', cookieText(cookie));
  }
  if (changes.size > 0) {
    for (const [name, value] of Object.entries(noStoreHeaders)) response.headers.set(name, value);
  }
  return response;
}

async function renewed(request: NextRequest, options: UpdateOptions, changes: Map<string, CookieToSet>): Promise<Session> {
  const key = storageKeyOf(options);
  const cookies = request.cookies.getAll();
  const isHere = cookies.some(({ name }) => isSessionCookie(name, key));
  if (!isHere && options.session !== 'borrowed') return nobody;

  let isOver = false;
  const setAll = (set: CookieToSet[]): void => {
    if (isOver) throw new Error('the answer is on its way');
    for (const cookie of set) {
      changes.set(slotOf(cookie), cookie);
      if (cookie.options.maxAge === 0) request.cookies.delete(cookie.name);
      else request.cookies.set(cookie.name, cookie.value);
    }
  };
  const client = clientOf({ getAll: () => cookies, setAll }, options, siteOf(request, options));
  const signal = AbortSignal.timeout(options.waitMs ?? 8_000);
  try {
    await client.accessToken({ signal });
  } catch (error) {
    if (!(error instanceof HufuError)) throw error;
    if (error.action === 'fix_program') tellProgrammer(error);
  }
  try {
    return await client.session();
  } finally {
    isOver = true;
    // A renewal that is still under way is brought to its end: its answer is for the next request.
    if (!signal.aborted) client.close();
  }
}

// What the configuration has wrong by itself is thrown. What a server says of it, as of a key that it takes no more, is no
// reason to refuse pages to who is signed in.
function tellProgrammer(error: HufuError): void {
  if (error.httpStatus === 0) throw error;
  console.error(`hufu: the session could not be renewed: ${error.message}`);
}

function passedOn(request: NextRequest): NextResponse {
  return NextResponse.next({ request: { headers: new Headers(request.headers) } });
}

function answerOf(answer: Response): NextResponse {
  return answer instanceof NextResponse ? answer : new NextResponse(answer.body, answer);
}
