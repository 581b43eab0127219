// Modules of examples/nextjs outside Next.js: what a request of theirs has is told by hand.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import '../../../wasm/test/support/next.js'; // 'next/server.js'
import { packageFolder } from './guard.js';

const { build } = createRequire(join(packageFolder, 'package.json'))('esbuild');
const example = fileURLToPath(new URL('../../../examples/nextjs/', import.meta.url));
const environment = Object.fromEntries([...readFileSync(join(example, '.env'), 'utf8').matchAll(/^(\w+)=(.+)$/gm)].map(([, name, value]) => [name, value]));
/** By which the backend knows the example's server. */
export const serverKey = environment.HUFU_SERVER_KEY;
const dist = (name) => pathToFileURL(join(packageFolder, 'dist', name)).href;

const standIns = {
  'next/headers': 'export const cookies = async () => globalThis.jarOfRequest;',
  react: 'export const cache = (ask) => ask;',
  'server-only': '',
};
const places = {
  hufu: dist('node.js'),
  'hufu/next': dist('next.node.js'),
  'hufu/server': dist('server.js'),
  'hufu/server/unified': dist('server.unified.js'),
};

const surroundings = {
  name: 'surroundings',
  setup(plugin) {
    plugin.onResolve({ filter: /^hufu(\/|$)/ }, ({ path }) => ({ path: places[path], external: true }));
    plugin.onResolve({ filter: /^(next\/headers|react|server-only)$/ }, ({ path }) => ({ path, namespace: 'stand-in' }));
    plugin.onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path }) => ({ contents: standIns[path] }));
  },
};

const defined = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)]));

/** What these modules of the example export, with the server at `url`. */
export async function importExample(url, ...modules) {
  const contents = modules.map((name) => `export * from './${name}';`).join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: example },
    define: defined({ ...environment, NEXT_PUBLIC_HUFU_URL: url }),
    plugins: [surroundings],
    tsconfig: join(example, 'tsconfig.json'),
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  const file = join(mkdtempSync(join(tmpdir(), 'hufu-example-')), 'example.mjs');
  writeFileSync(file, outputFiles[0].text);
  return import(pathToFileURL(file));
}

/** Runs it as for a request with these cookies. */
export async function withCookies(browser, run) {
  const { getAll, set } = browser.writable;
  globalThis.jarOfRequest = { getAll, set, get: (name) => getAll().find((cookie) => cookie.name === name) };
  return run(browser);
}
