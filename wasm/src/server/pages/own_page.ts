// The frame of a page of ours, which stands among the pages of any site: its own style, and nothing of anybody else.
import { noStoreHeaders } from '../site.js';

/** What a page shows. */
export interface OwnPage {
  /** The site that it stands on. */
  site: string;
  /** Its language (BCP 47). */
  tag: string;
  title: string;
  /** HTML, in which whatever anybody has sent is {@link escaped}. */
  body: string;
  /** The one script that may run in it. */
  script?: string;
  /** What the page may do beside, as directives of its policy. */
  allows: string;
  /** What other pages are told of its address. */
  referrer: 'no-referrer' | 'strict-origin';
}

/** Where browsers heed Cross-Origin-Opener-Policy; elsewhere they complain to the console. */
const trusted = /^https:|^http:\/\/(localhost|127[\d.]+|\[::1\])(:\d+)?$/i;

/** No cache keeps it, no frame holds it, no crawler lists it. */
export async function ownPage({ site, tag, title, body, script, allows, referrer }: OwnPage): Promise<Response> {
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
${body}
</main>
${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>
`;
  const scripts = script === undefined ? '' : `script-src ${await hashOf(script)}; `;
  const policy = `default-src 'none'; style-src ${await hashOf(style)}; ${scripts}${allows}; base-uri 'none'; frame-ancestors 'none'`;
  return new Response(html, {
    headers: {
      ...noStoreHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': tag,
      'Content-Security-Policy': policy,
      // Whoever has opened it cannot lead it on, to another fragment, while somebody presses.
      ...(trusted.test(site) && { 'Cross-Origin-Opener-Policy': 'same-origin' }),
      'Referrer-Policy': referrer,
      Vary: 'Accept-Language',
      'X-Content-Type-Options': 'nosniff',
      'X-Robots-Tag': 'noindex',
    },
  });
}

async function hashOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return `'sha256-${btoa(String.fromCharCode(...digest))}'`;
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as HTML has it. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign]!);

/** The line that says of which site the page is. */
export const siteLine = (site: string): string => `<p class="site">${escaped(site.replace(/^https?:\/\//, ''))}</p>`;

// By day and by night, from 320 pixels on; its colours are nobody's.
const style = `
:root{color-scheme:light dark;--page:#f4f4f5;--card:#fff;--line:#e4e4e7;--text:#18181b;--soft:#5b5b64;--button:#18181b;--on:#fff;--over:#3a3a41;--ring:#2563eb}
@media(prefers-color-scheme:dark){:root{--page:#101012;--card:#1b1b1f;--line:#2e2e34;--text:#f4f4f5;--soft:#a9a9b3;--button:#f4f4f5;--on:#18181b;--over:#d9d9de;--ring:#8ab4ff}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--page);color:var(--text);
font:1rem/1.6 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
main{box-sizing:border-box;width:26rem;max-width:100%;padding:2.25rem 2rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;box-shadow:0 12px 32px #0000000f}
h1{margin:.25rem 0 .75rem;font-size:1.5rem;line-height:1.3;text-wrap:balance;overflow-wrap:anywhere}
p{margin:0 0 1.5rem;text-wrap:pretty;overflow-wrap:anywhere}
.site,.note{margin:0;color:var(--soft);font-size:.875rem}
.note{margin-top:1.25rem}
button{width:100%;padding:.75rem 1rem;font:inherit;font-weight:600;color:var(--on);background:var(--button);border:1px solid transparent;border-radius:.75rem;cursor:pointer}
button:hover{background:var(--over)}
button.quiet{margin-top:.75rem;color:var(--text);background:none;border-color:var(--line)}
button.quiet:hover{background:var(--page)}
:focus-visible{outline:3px solid var(--ring);outline-offset:2px}
h1:focus{outline:none}
[hidden]{display:none}
@media(max-width:28rem){body{display:block;background:var(--card)}main{width:auto;padding:2rem 1.25rem;border:0;border-radius:0;box-shadow:none}}
`;
