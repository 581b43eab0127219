// Import and the first answer of a client, each in a fresh Node and in a fresh page of Chromium: the median of many. Node
// loads the core; a page asks who is there, where nobody is and where somebody has signed in before. Ours and the peer's are
// bundled by the same esbuild, keep their sessions alike, and take turns.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { row } from './row.mjs';

const starts = 21;
const baseUrl = 'https://api.example.com';
/** Where both look for a session of GoTrue, and one that is good for an hour. */
const key = 'sb-api-auth-token';
const session = () => {
  const expires = Math.floor(Date.now() / 1000) + 3600;
  const user = { id: 'user-1', aud: 'authenticated', role: 'authenticated', email: 'a@example.com', user_metadata: {}, app_metadata: {} };
  const token = `eyJhbGciOiJIUzI1NiJ9.${btoa(JSON.stringify({ sub: 'user-1', exp: expires }))}.${'y'.repeat(43)}`;
  return { access_token: token, refresh_token: 'refresh-1', token_type: 'bearer', expires_in: 3600, expires_at: expires, user };
};
const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';

/** Programs that open a client; `entry` is the package's file for the place, `ask` what ours is asked. `open` says who is there. */
const programs = (entry, ask) => ({
  ours: `import { createClient } from '${entry}';
    export const open = async () => (await createClient({ baseUrl: '${baseUrl}', backend: 'gotrue' }).${ask}())?.user?.id ?? '';`,
  theirs: `import { AuthClient } from '@supabase/auth-js';
    const client = () => new AuthClient({ url: '${baseUrl}', storageKey: '${key}', autoRefreshToken: false });
    export const open = async () => (await client().getSession()).data.session?.user.id ?? '';`,
});

async function bundle(contents, platform, outfile) {
  await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    platform,
    target: 'es2022',
    legalComments: 'none',
    outfile,
    logLevel: 'error',
  });
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The median of what each of them measures; they take turns. */
async function medians(contestants) {
  const measured = contestants.map(() => []);
  for (let start = -1; start < starts; ++start) {
    for (const [place, measure] of contestants.entries()) {
      const ms = await measure();
      if (start >= 0) measured[place].push(ms); // the first one fills the disk's cache
    }
  }
  return measured.map((values) => Number(median(values).toFixed(2)));
}

/** Without Node's own start. By hrtime: to ask for `performance` would load what is behind it, for everybody. */
const timedInNode = (file) => `
  const begun = process.hrtime.bigint();
  const { open } = await import('${file}');
  await open();
  console.log(Number(process.hrtime.bigint() - begun) / 1e6);`;

async function nodeStarts(hufu, folder) {
  const contestants = [];
  for (const [name, contents] of Object.entries(programs(join(hufu, 'dist/node.js'), 'ready'))) {
    await bundle(contents, 'node', join(folder, `${name}.node.mjs`));
    const program = join(folder, `${name}.start.mjs`);
    writeFileSync(program, timedInNode(`./${name}.node.mjs`));
    contestants.push(() => Number(execFileSync(process.execPath, [program], { encoding: 'utf8' })));
  }
  return medians(contestants);
}

/** Serves a folder to one page after the other, each of a profile of its own. */
async function chromiumStarts(hufu, folder) {
  for (const [name, contents] of Object.entries(programs(join(hufu, 'dist/browser.js'), 'session'))) {
    await bundle(contents, 'browser', join(folder, `${name}.browser.js`));
  }
  copyFileSync(join(hufu, 'dist/core.wasm'), join(folder, 'core.wasm'));
  const types = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html' };
  const server = createServer(({ url }, response) => {
    const file = join(folder, url.slice(1));
    const body = url === '/page.html' ? '<!doctype html>' : existsSync(file) ? readFileSync(file) : null;
    response.writeHead(body === null ? 404 : 200, { 'Content-Type': types[url.split('.').pop()] ?? 'text/plain' });
    response.end(body ?? '');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  // The session is there before the page is, as on a second visit.
  const measure = (name, kept) => async () => {
    const storageState = { cookies: [], origins: [{ origin, localStorage: kept ? [{ name: key, value: JSON.stringify(kept) }] : [] }] };
    const context = await browser.newContext({ storageState });
    const page = await context.newPage();
    await page.goto(`${origin}/page.html`);
    const { ms, who } = await page.evaluate(async (file) => {
      const begun = performance.now();
      const { open } = await import(file);
      const who = await open();
      return { ms: performance.now() - begun, who };
    }, `/${name}.browser.js`);
    await context.close();
    if (who !== (kept ? kept.user.id : '')) throw new Error(`${name} says that '${who}' is there`);
    return ms;
  };
  const both = (kept) => medians([measure('ours', kept), measure('theirs', kept)]);
  try {
    return [await both(null), await both(session())];
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

/** The rows for the start. `hufu` is the folder of the built package. */
export async function startupRows(hufu) {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-startup-'));
  try {
    const [node, nodePeer] = await nodeStarts(hufu, folder);
    const [[nobody, nobodyPeer], [signedIn, signedInPeer]] = await chromiumStarts(hufu, folder);
    return [
      row('js.startup_ms', node, 'ms', `<=${nodePeer}`, 'auth-js', nodePeer),
      row('js.startup_nobody_ms', nobody, 'ms', `<=${nobodyPeer}`, 'auth-js', nobodyPeer),
      row('js.startup_signed_in_ms', signedIn, 'ms', `<=${(1.3 * signedInPeer).toFixed(2)}`, 'auth-js', signedInPeer),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
