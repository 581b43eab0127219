// The document's middleware: renews the session before a page; the page at / is only for whom their token proves.
import { updateSession } from 'hufu/next';
import { supabase } from '../config.js';
import { guard } from './lib/guard.js';

export const proxy = (request) => {
  const decide = (person) => (person || request.nextUrl.pathname !== '/' ? undefined : Response.redirect(new URL('/login', request.url)));
  return updateSession(request, { ...supabase, guard, decide });
};
export const config = { matcher: ['/((?!_next/|favicon.ico).*)'] };
