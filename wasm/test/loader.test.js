// Where core.wasm may come from, and what happens when it does not come.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const dist = (name) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const bytes = readFileSync(dist('core.wasm'));
let copies = 0;

/** The entry as another program would load it: nothing is loaded yet. */
const fresh = (name = 'node.js') => import(`${pathToFileURL(dist(name))}?copy=${++copies}`);

async function works({ createClient }) {
  const client = createClient({ baseUrl: 'https://api.example.com' });
  assert.equal((await client.session()).state, 'signed_out');
  client.close();
}

/** An HTTP server that gives core.wasm after so many failures. */
async function serve(t, { failures = 0, type = 'application/wasm' } = {}) {
  const asked = { count: 0 };
  const server = createServer((request, response) => {
    asked.count += 1;
    const failed = asked.count <= failures;
    response.writeHead(failed ? 503 : 200, { 'Content-Type': type });
    response.end(failed ? 'later' : bytes);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { asked, url: `http://127.0.0.1:${server.address().port}/core.wasm` };
}

test('without a word it is inside the package', async () => works(await fresh()));

test('from bytes, a module, a path, a file URL, a promise', async () => {
  const places = [
    bytes,
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    new WebAssembly.Module(bytes),
    dist('core.wasm'),
    pathToFileURL(dist('core.wasm')),
    String(pathToFileURL(dist('core.wasm'))),
    Promise.resolve(bytes),
  ];
  for (const place of places) {
    const entry = await fresh();
    await entry.init(place);
    await works(entry);
  }
});

test('the browser entry fetches, and does without the right content type', async (t) => {
  for (const type of ['application/wasm', 'text/plain']) {
    const { asked, url } = await serve(t, { type });
    const entry = await fresh('browser.js');
    await entry.init(url);
    await works(entry);
    assert.equal(asked.count, 1);
  }
});

test('a page that loads the file beside it needs no word', async (t) => {
  const { url } = await serve(t);
  const real = globalThis.fetch;
  const asked = [];
  globalThis.fetch = (place) => {
    asked.push(String(place));
    return real(url);
  };
  t.after(() => (globalThis.fetch = real));
  await works(await fresh('browser.js'));
  assert.deepEqual(asked, [String(pathToFileURL(dist('core.wasm')))]);
});

test('init is idempotent: one download for all who ask', async (t) => {
  const { asked, url } = await serve(t);
  const entry = await fresh('browser.js');
  await Promise.all([entry.init(url), entry.init(url), entry.init(url)]);
  await entry.init();
  await works(entry);
  assert.equal(asked.count, 1);
});

test('it is tried once more, and a failure is not remembered', async (t) => {
  const once = await serve(t, { failures: 1 });
  const entry = await fresh('browser.js');
  await entry.init(once.url);
  assert.equal(once.asked.count, 2);

  const thrice = await serve(t, { failures: 2 });
  const other = await fresh('browser.js');
  await assert.rejects(other.init(thrice.url), { code: 'host_fault', detail: /503/ });
  assert.equal(thrice.asked.count, 2);
  await other.init(thrice.url);
  await works(other);
});

test('what is no core, or another version, is refused by name', async () => {
  const { init } = await fresh();
  await assert.rejects(init(new Uint8Array([1, 2, 3])), { code: 'host_fault', name: 'HufuError' });
  await assert.rejects(init(join(tmpdir(), 'there-is-none.wasm')), { code: 'host_fault', detail: /ENOENT/ });
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const other = Buffer.from(bytes);
  const at = other.indexOf(`${version}\0`);
  assert.ok(at > 0);
  other.write('9', at);
  await assert.rejects(init(other), { code: 'host_fault', detail: /version 9/ });
  await init(bytes);
});

test('operations wait for a core that cannot be had, and fail with its error', async (t) => {
  const { url } = await serve(t, { failures: 100 });
  const { createClient, init } = await fresh('browser.js');
  await assert.rejects(init(url));
  const client = createClient({ baseUrl: 'https://api.example.com' });
  await assert.rejects(client.session(), { code: 'host_fault' });
  assert.equal(client.authorize('https://api.example.com/'), null);
  client.close();
});

test('CommonJS programs get the same', async () => {
  const entry = createRequire(import.meta.url)('../dist/node.cjs');
  await works(entry);
});

test('edge runtimes get a module from their bundler', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-edge-'));
  copyFileSync(dist('edge.js'), join(folder, 'edge.mjs'));
  copyFileSync(dist('core.wasm'), join(folder, 'core.wasm'));
  // A loader hook that stands for the bundler: `?module` gives a compiled module.
  const hook = `
    export async function load(url, context, next) {
      if (!url.endsWith('core.wasm?module')) return next(url, context);
      const source = "import { readFileSync } from 'node:fs';" +
        "export default new WebAssembly.Module(readFileSync(new URL(" + JSON.stringify(url.slice(0, -7)) + ")));";
      return { format: 'module', source, shortCircuit: true };
    }`;
  const program = `
    import { register } from 'node:module';
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));
    const { createClient } = await import(${JSON.stringify(String(pathToFileURL(join(folder, 'edge.mjs'))))});
    void Response; // Node's own fetch compiles a module when it is first named
    WebAssembly.compile = WebAssembly.Module = () => { throw new Error('no code generation here') };
    const client = createClient({ baseUrl: 'https://api.example.com' });
    console.log((await client.session()).state);`;
  const said = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', program]);
  assert.equal(String(said).trim(), 'signed_out');
});
