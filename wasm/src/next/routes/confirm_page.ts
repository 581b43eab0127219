// What the link of a mail shows: a page with one button, and nothing is spent. Scanners of mail open every link; they press
// nothing.
import { escaped, ownPage, siteLine } from '../../server/pages/index.js';
import { languageFor } from '../../texts/wished.js';
import { siteOf } from '../options.js';
import { safeNext } from '../../server/safe_next.js';
import { words, type Words } from '../words.js';
import { exchangeCode } from './callback.js';
import type { RouteOptions } from './options.js';

type Kind = keyof Words['confirm']['kinds'];
/** By the `type` of the link; with any other, and with none, it signs in. */
const kinds = new Map<string | null, Kind>([
  ['signup', 'address'],
  ['invite', 'invitation'],
  ['recovery', 'recovery'],
  ['email_change', 'change'],
]);

/** The page for `token_hash` and `type`; an address without is one that the server has sent the person back to. */
export async function confirmPage(request: Request, options: RouteOptions): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const tokenHash = searchParams.get('token_hash') ?? '';
  if (tokenHash === '') return exchangeCode(request, options);
  const chosen = languageFor(request.headers.get('accept-language'), [words['zh-CN']]) ?? words.en;
  const type = searchParams.get('type') ?? 'email';
  const site = siteOf(request, options);
  const next = pageOf(searchParams.get('next') ?? '', site, new URL('callback', request.url).pathname);
  return page(chosen, kinds.get(type) ?? 'sign_in', { site, action: pathname, fields: { token_hash: tokenHash, type, next } });
}

// The templates of mails know only the whole address that a mail was asked with: a page of this site, or the callback, which
// is for codes.
function pageOf(wanted: string, site: string, callback: string): string {
  const next = safeNext(wanted.startsWith(`${site}/`) ? wanted.slice(site.length) : wanted, '');
  return next === callback ? '' : next;
}

interface Shown {
  site: string;
  action: string;
  fields: Record<string, string>;
}

function page({ tag, confirm }: Words, kind: Kind, { site, action, fields }: Shown): Promise<Response> {
  const { title, button } = confirm.kinds[kind];
  const hidden = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`);
  const body = `${siteLine(site)}
<h1>${title}</h1>
<p>${confirm.once}</p>
<form method="post" action="${escaped(action)}">
${hidden.join('\n')}
<button>${button}</button>
</form>
<p class="note">${confirm.not_yours}</p>`;
  // The address holds the token: only the origin is told. Not `no-referrer`, with which browsers say `Origin: null`, and those
  // without Sec-Fetch-Site could not show that the form is of this site.
  return ownPage({ site, tag, title, body, allows: "form-action 'self'", referrer: 'strict-origin' });
}
