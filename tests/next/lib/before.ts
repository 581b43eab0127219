// What middleware.ts and proxy.ts do.
import { updateSession } from 'hufu/next';
import type { NextRequest } from 'next/server';
import { guard } from './guard';
import { hufu } from './hufu';

export function before(request: NextRequest) {
  return updateSession(request, {
    ...hufu,
    guard,
    decide: (person) =>
      person === null && request.nextUrl.pathname === '/private'
        ? Response.redirect(new URL('/sign-in', request.url))
        : undefined,
  });
}
