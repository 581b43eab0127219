// Before a page is made: renews the session, and sends to the gate whom nothing proves.
import { updateSession } from 'hufu/next';
import type { NextRequest } from 'next/server';
import { guard } from './lib/guard';
import { hufu } from './lib/hufu';

export const proxy = (request: NextRequest) =>
  updateSession(request, {
    ...hufu,
    guard,
    decide: (person) => {
      const { pathname } = request.nextUrl;
      if (person || !['/account', '/second-factor', '/reset'].includes(pathname)) return undefined;
      return Response.redirect(new URL(`/sign-in?next=${pathname}`, request.url));
    },
  });

export const config = { matcher: ['/((?!_next/|icon).*)'] };
