// The routes of signing in and out, and of what mails lead to: forms post to them, providers and mails come back to them.
import { siteOf } from './options.js';
import { arrive } from './routes/arrive.js';
import { confirmPage } from './routes/confirm_page.js';
import { forgot, reset, update } from './routes/account.js';
import { Answer } from './routes/answer.js';
import { exchangeCode } from './routes/callback.js';
import { confirm, otp } from './routes/codes.js';
import { readForm, type Form } from './routes/form.js';
import type { RouteOptions } from './routes/options.js';
import { signIn, signOut, signUp } from './routes/sign_in.js';

/** Route handlers, for `export const { GET, POST } = authRoutes(options)`. */
export interface AuthRoutes {
  GET(request: Request): Promise<Response>;
  POST(request: Request): Promise<Response>;
}

const posts = new Map<string, (answer: Answer, form: Form) => Promise<Response>>([
  ['sign-in', signIn],
  ['sign-up', signUp],
  ['sign-out', signOut],
  ['otp', otp],
  ['confirm', confirm],
  ['forgot', forgot],
  ['reset', reset],
  ['update', update],
]);

const gets = new Map<string, (request: Request, options: RouteOptions) => Promise<Response>>([
  ['arrive', arrive],
  ['callback', exchangeCode],
  ['confirm', confirmPage],
]);

/**
 * The handlers for `app/auth/[action]/route.ts`. Forms post to them, without any script; the answer sends the browser on:
 *
 * - `POST …/sign-in` with `provider`, or with `email` or `phone` and `password`
 * - `POST …/sign-up` with `email` or `phone`, `password`, perhaps `data.NAME`
 * - `POST …/sign-out`, perhaps with `scope`
 * - `POST …/otp` with `email` or `phone`: sends a code; with `code` beside it: signs in by it
 * - `POST …/forgot` with `email`: a mail that leads to the page `resetPath`, whose form posts `password` to `…/reset`
 * - `POST …/update` with `email`, `phone`, `password` or `data.NAME`
 * - `GET …/callback`, where providers and mails send the person to; list it at the server
 * - `GET …/confirm` with `token_hash` and `type`, for mails that lead here: a page with one button, whose form posts them
 * - `GET …/arrive`, where a mini-program's web-view arrives with a ticket in the fragment: a page whose script posts it there
 *
 * All take `next`, the page of this site to go to afterwards, and `from`, that on which the form stands: it is told what
 * went wrong or is pending, and {@link toldBy} reads it. A post from another site is 403.
 */
export function authRoutes(options: RouteOptions): AuthRoutes {
  return {
    GET: async (request) => gets.get(actionOf(request))?.(request, options) ?? notFound(),
    POST: async (request) => {
      if (actionOf(request) === 'arrive') return arrive(request, options);
      const post = posts.get(actionOf(request));
      if (!post) return notFound();
      if (!isOfThisSite(request, options)) return new Response('This form is of another site.', { status: 403 });
      const form = await readForm(request);
      if (form === null) return new Response('This is no form.', { status: 400 });
      return post(new Answer(request, options, form('next')), form);
    },
  };
}

const actionOf = (request: Request): string => new URL(request.url).pathname.split('/').filter(Boolean).at(-1) ?? '';

const notFound = (): Response => new Response(null, { status: 404 });

// Browsers send one or the other with every form; a page that hides its address sends `Origin: null`.
function isOfThisSite(request: Request, options: RouteOptions): boolean {
  const sent = request.headers.get('origin');
  return request.headers.get('sec-fetch-site') === 'same-origin' || sent === siteOf(request, options);
}
