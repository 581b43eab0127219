// The same in other runtimes: the edge runtime of Next.js; Bun, Deno and Cloudflare's workerd with --full.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EdgeRuntime } from 'edge-runtime';

import { packageFolder } from '../support/guard.js';

const { build } = createRequire(join(packageFolder, 'package.json'))('esbuild');
const folder = fileURLToPath(new URL('../runtimes/', import.meta.url));
const onlyFull = { skip: !process.env.HUFU_TEST_FULL && 'with --full' };

/** One file that does this with the answer of the smoke test. */
async function bundled(ending, format = 'esm') {
  const { outputFiles } = await build({
    stdin: { contents: `import { smoke } from './smoke.js';\n${ending}`, resolveDir: folder },
    alias: { jose: fileURLToPath(new URL('../node_modules/jose', import.meta.url)) },
    bundle: true,
    write: false,
    format,
    target: 'es2022',
    charset: 'utf8',
  });
  return outputFiles[0].text;
}

function program(name, text) {
  const file = join(mkdtempSync(join(tmpdir(), 'hufu-runtime-')), name);
  writeFileSync(file, text);
  return file;
}

const printing = 'smoke().then(console.log);';
const binary = (path) => join(folder, 'node_modules', path);

test('the edge runtime of Next.js', async () => {
  // As Next.js has it there.
  const process = 'globalThis.process = { env: {}, getBuiltinModule() { throw new Error("not supported in the Edge Runtime"); } };\n';
  const initialCode = process + (await bundled("addEventListener('fetch', (event) => event.respondWith(smoke().then((told) => new Response(told))));", 'iife'));
  const answer = await new EdgeRuntime({ initialCode }).dispatchFetch('https://shop.example.com/');
  assert.equal(await answer.text(), 'sound');
});

test('Bun', onlyFull, async () => {
  const file = program('smoke.mjs', await bundled(printing));
  // Its postinstall moves it, where npm lets it run.
  const bun = ['bun/bin/bun.exe', '@oven/bun-linux-x64/bin/bun'].map(binary).find((path) => existsSync(path));
  assert.equal(execFileSync(bun, ['run', file], { encoding: 'utf8' }), 'sound\n');
});

test('Deno', onlyFull, async () => {
  const file = program('smoke.mjs', await bundled(printing));
  assert.equal(execFileSync(binary('@deno/linux-x64-glibc/deno'), ['run', '--no-prompt', file], { encoding: 'utf8' }), 'sound\n');
});

test('workerd', onlyFull, async (t) => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address();
  free.close();
  const file = program('worker.mjs', await bundled('export default { fetch: async () => new Response(await smoke()) };'));
  writeFileSync(
    join(file, '../config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
const worker :Workerd.Worker = (modules = [(name = "worker", esModule = embed "worker.mjs")], compatibilityDate = "2026-01-01");
`,
  );
  const worker = spawn(binary('@cloudflare/workerd-linux-64/bin/workerd'), ['serve', '--control-fd=3', join(file, '../config.capnp')], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  t.after(() => worker.kill());
  await once(worker.stdio[3], 'data'); // it listens
  const answers = await Promise.all(Array.from({ length: 8 }, async () => (await fetch(`http://127.0.0.1:${port}/`)).text()));
  assert.deepEqual([...new Set(answers)], ['sound']);
});
