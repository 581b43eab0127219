// What middleware.ts and proxy.ts do.
import { updateSession } from 'hufu/next';
import type { NextRequest } from 'next/server';
import { hufu } from './hufu';

export function before(request: NextRequest) {
  return updateSession(request, {
    ...hufu,
    decide: ({ state }) =>
      state === 'signed_out' && request.nextUrl.pathname === '/private'
        ? Response.redirect(new URL('/sign-in', request.url))
        : undefined,
  });
}
