// A web server for pages that use the package: one origin for them and, passed on, for the mock server.
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';

const types = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html' };
const dist = new URL('../../dist/', import.meta.url);

/** The page's policy: scripts of the origin and WebAssembly, nothing evaluated, nothing inline. */
export const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const pages = {
  '/app.js': `import * as hufu from '/dist/browser.js'; Object.assign(globalThis, { hufu });`,
  '/app.html': `<!doctype html><title>hufu</title><script type="module" src="/app.js"></script>`,
  '/preload.html': `<!doctype html><title>hufu</title><link rel="preload" href="/dist/core.wasm" as="fetch" type="application/wasm" crossorigin>
    <script type="module" src="/app.js"></script>`,
  '/frame.html': `<!doctype html><title>another site</title>`,
};

/** A page in a sandbox is of no origin: for it the server is elsewhere. */
const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'authorization, content-type, x-platform',
  'Access-Control-Allow-Methods': 'GET, POST',
};

/** Starts it; gives its origin, and where to say what server is behind it. */
export async function servePages(t) {
  let upstream;
  const asked = [];
  const listener = createServer(async (incoming, outgoing) => {
    const path = incoming.url.split('?')[0];
    asked.push(path);
    const type = types[path.split('.').pop()];
    const head = { 'Content-Type': type ?? 'text/plain', 'Content-Security-Policy': policy, ...cors };
    if (path === '/frame.html') head['Content-Security-Policy'] = 'frame-src *';
    if (incoming.method === 'OPTIONS') return outgoing.writeHead(204, head).end();
    if (pages[path]) return outgoing.writeHead(200, head).end(pages[path]);
    if (path.startsWith('/dist/')) {
      return outgoing.writeHead(200, head).end(await readFile(new URL(path.slice(6), dist)));
    }
    const { host: _, ...headers } = incoming.headers;
    // What is of no origin cannot be named to the server.
    if (headers.origin === 'null') delete headers.origin;
    const onward = request({ host: upstream.hostname, port: upstream.port, path: incoming.url, method: incoming.method, headers });
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode, { ...answer.headers, ...cors });
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    listener.closeAllConnections();
    listener.close();
  });
  return {
    origin: `http://127.0.0.1:${listener.address().port}`,
    /** The paths that pages have asked for. */
    asked,
    passOnTo(server) {
      upstream = new URL(server.url);
    },
  };
}
