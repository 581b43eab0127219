// What the link of a mail shows: a page with one button, and nothing is spent. Scanners of mail open every link; they press
// nothing.
import { languageFor } from '../../texts/wished.js';
import { noStoreHeaders, siteOf } from '../options.js';
import { safeNext } from '../safe_next.js';
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

async function page({ tag, confirm }: Words, kind: Kind, { site, action, fields }: Shown): Promise<Response> {
  const { title, button } = confirm.kinds[kind];
  const hidden = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`);
  const html = `<!doctype html>
<html lang="${tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="site">${escaped(site.replace(/^https?:\/\//, ''))}</p>
<h1>${title}</h1>
<p>${confirm.once}</p>
<form method="post" action="${escaped(action)}">
${hidden.join('\n')}
<button>${button}</button>
</form>
<p class="note">${confirm.not_yours}</p>
</main>
</body>
</html>
`;
  return new Response(html, {
    headers: {
      ...noStoreHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': tag,
      'Content-Security-Policy': await policy(),
      // The address holds the token: only the origin is told. Not `no-referrer`, with which browsers say `Origin: null`, and those
      // without Sec-Fetch-Site could not show that the form is of this site.
      'Referrer-Policy': 'strict-origin',
      Vary: 'Accept-Language',
      'X-Content-Type-Options': 'nosniff',
      'X-Robots-Tag': 'noindex',
    },
  });
}

// Its own style and its own form; nobody else's page may hold it.
async function policy(): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style)));
  const hash = btoa(String.fromCharCode(...digest));
  return `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign]!);

// By day and by night, from 320 pixels on; its colours are nobody's, for it stands among the pages of any site.
const style = `
:root{color-scheme:light dark;--page:#f4f4f5;--card:#fff;--line:#e4e4e7;--text:#18181b;--soft:#5b5b64;--button:#18181b;--on:#fff;--over:#3a3a41;--ring:#2563eb}
@media(prefers-color-scheme:dark){:root{--page:#101012;--card:#1b1b1f;--line:#2e2e34;--text:#f4f4f5;--soft:#a9a9b3;--button:#f4f4f5;--on:#18181b;--over:#d9d9de;--ring:#8ab4ff}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--page);color:var(--text);
font:1rem/1.6 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
main{box-sizing:border-box;width:26rem;max-width:100%;padding:2.25rem 2rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;box-shadow:0 12px 32px #0000000f}
h1{margin:.25rem 0 .75rem;font-size:1.5rem;line-height:1.3;text-wrap:balance}
p{margin:0 0 1.5rem;text-wrap:pretty}
.site,.note{margin:0;color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
.note{margin-top:1.25rem}
button{width:100%;padding:.75rem 1rem;font:inherit;font-weight:600;color:var(--on);background:var(--button);border:1px solid transparent;border-radius:.75rem;cursor:pointer}
button:hover{background:var(--over)}
:focus-visible{outline:3px solid var(--ring);outline-offset:2px}
@media(max-width:28rem){body{display:block;background:var(--card)}main{width:auto;padding:2rem 1.25rem;border:0;border-radius:0;box-shadow:none}}
`;
