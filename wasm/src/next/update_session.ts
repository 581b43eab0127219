// Before a page is made: renews the session, for the page and for the browser.
import type { CookieToSet } from 'hufu';
import { cookieText, HufuError } from 'hufu';
import { NextResponse } from 'next/server.js';
import type { NextRequest } from 'next/server.js';

import type { Guard } from '../server/guard.js';
import type { Person } from '../server/person.js';
import type { Refused } from '../server/refused.js';
import { isSessionCookie, noStoreHeaders, siteOf, slotOf, storageKeyOf, type NextOptions } from './options.js';
import { clientOf } from './server_client.js';

/** For {@link updateSession}. */
export type UpdateOptions = NextOptions & {
  /** How long a page waits for a server that does not answer; 8000 by default. The page then has the old session. */
  waitMs?: number;
} & (Deciding | { guard?: never; decide?: never });

/** Who may see which page. */
export interface Deciding {
  /** That of `createGuard` of `hufu/server`: it proves whose the cookies are. */
  guard: Pick<Guard, 'verifiedUser'>;
  /**
   * What this person is answered, or nobody: a redirect, for example. The renewed cookies are added to it. The page is made if
   * nothing, or `NextResponse.next()`, is given, and gets the renewed cookies; a rewrite is an answer. While nobody can tell who it is, what is closed to nobody is 503, and what is open to all stays open.
   */
  decide: (person: Person | null, request: NextRequest) => Response | undefined | Promise<Response | undefined>;
}

/**
 * Renews the session where it is due, and says so to the page and to the browser. For `middleware.ts` (edge or
 * Node) and for `proxy.ts`.
 *
 * Requests without a session cost nothing. A server that is away, slow, or takes the `appKey` no more, ends no session and no
 * page. Rejects with a `HufuError` if the configuration is wrong by itself, with a `TypeError` for a `decide` without a `guard`, and with
 * what these two throw, but for an outage.
 */
export async function updateSession(request: NextRequest, options: UpdateOptions): Promise<NextResponse> {
  const { guard, decide } = options;
  if (decide && !guard) throw new TypeError('decide needs a guard, of createGuard of hufu/server: cookies prove nothing by themselves.');
  const changes = new Map<string, CookieToSet>();
  const isSettled = await renew(request, options, changes);
  const answer = decide && (await decided(request, { guard, decide }, isSettled));
  const response = answer === undefined || isPage(answer) ? passedOn(request, answer) : answerOf(answer);
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

// By the cookies as they are now.
async function decided(request: NextRequest, { guard, decide }: Deciding, isSettled: boolean): Promise<Response | undefined> {
  const person = await guard.verifiedUser(request).catch(nobodyCanTell);
  const answer = await decide(person ?? null, request);
  const isUnknown = person === undefined || (person === null && !isSettled);
  if (!answer || !isUnknown || answer.headers.has('x-middleware-next')) return answer;
  return new Response('Nobody can tell who this is. Try again.', { status: 503, headers: { ...noStoreHeaders, 'Retry-After': '10' } });
}

function nobodyCanTell(error: unknown): undefined {
  if ((error as Partial<Refused> | null)?.status !== 503) throw error;
}

// Whether the cookies are now as they have to be: not so where a renewal was due and nobody could be asked.
async function renew(request: NextRequest, options: UpdateOptions, changes: Map<string, CookieToSet>): Promise<boolean> {
  const key = storageKeyOf(options);
  const cookies = request.cookies.getAll();
  const isHere = cookies.some(({ name }) => isSessionCookie(name, key));
  if (!isHere && options.session !== 'borrowed') return true;

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
    return true;
  } catch (error) {
    if (!(error instanceof HufuError)) throw error;
    if (error.action === 'fix_program') tellProgrammer(error);
    return (await client.session()).state !== 'signed_in';
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

// The page is made of the request as it is now: with the renewed cookies.
function passedOn(request: NextRequest, answer?: Response): NextResponse {
  return NextResponse.next({ headers: answer?.headers ?? {}, request: { headers: new Headers(request.headers) } });
}

// `NextResponse.next()`; with headers of its own for the page it stays as it is.
const isPage = ({ headers }: Response): boolean => headers.has('x-middleware-next') && !headers.has('x-middleware-override-headers');

function answerOf(answer: Response): NextResponse {
  return answer instanceof NextResponse ? answer : new NextResponse(answer.body, answer);
}
