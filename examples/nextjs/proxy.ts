// Before a page is made: renews the session, and asks the signed-out to sign in.
import { updateSession } from 'hufu/next';
import type { NextRequest } from 'next/server';
import { verifiedUser } from './lib/guard';
import { hufu } from './lib/hufu';

const closed = ['/account', '/bind'];

export async function proxy(request: NextRequest) {
  return updateSession(request, {
    ...hufu,
    guard: { verifiedUser: () => verifiedUser(request) },
    decide: (person) => {
      if (person || !closed.includes(request.nextUrl.pathname)) return undefined;
      return Response.redirect(new URL(`/sign-in?next=${request.nextUrl.pathname}`, request.nextUrl));
    },
  });
}

export const config = { matcher: ['/((?!_next/|favicon|icon).*)'] };
