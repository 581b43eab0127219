// What is published: its files, its size, its types as programs of each kind see them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

import { sizeOf } from './size.js';

const folder = fileURLToPath(new URL('..', import.meta.url));

test('what npm packs is what is meant to be packed', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files }] = JSON.parse(packed);
  const names = files.map(({ path }) => path).filter((path) => !/^dist\/types(-cjs)?\/[\w./-]+\.d\.ts$/.test(path));
  assert.deepEqual(names.sort(), [
    'LICENSE',
    'README.md',
    'dist/browser.js',
    'dist/core.wasm',
    'dist/edge.js',
    'dist/node.cjs',
    'dist/node.js',
    'dist/types-cjs/package.json',
    'miniprogram_dist/core.wasm',
    'miniprogram_dist/index.js',
    'package.json',
  ]);
});

test('it depends on nothing, and runs nothing when it is installed', async () => {
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } });
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies']) assert.equal(manifest[kind], undefined);
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) assert.equal(manifest.scripts[script], undefined);
});

const program = `
import { createClient, HufuError, cookieStore, memoryStore } from 'hufu';
import type { Client, Session, Store, SessionEvent, ErrorCode } from 'hufu';
const store: Store = memoryStore();
const client: Client = createClient({ baseUrl: 'https://x', backend: 'gotrue', host: { store, credential: async (kind) => kind } });
export async function use(): Promise<ErrorCode | null> {
  try {
    const session: Session = await client.signInWithWechat({ code: 'x' }, { signal: AbortSignal.timeout(5) });
    const response: Response = await client.fetch('https://x/y', { method: 'POST', body: session.user?.nickname });
    const headers: Record<string, string> | null = client.authorize(response.url) as Record<string, string> | null;
    const stop: () => void = client.on((event: SessionEvent) => console.log(event.kind, headers));
    stop();
    cookieStore({ attributes: { domain: 'x' } });
    return null;
  } catch (error) {
    return error instanceof HufuError && error.action === 'retry' ? error.code : null;
  }
}
// @ts-expect-error a wrong platform is noticed
createClient({ baseUrl: 'https://x', platform: 'fridge' });
// @ts-expect-error so is a missing argument
void client.bindPhone({});
`;

for (const [kind, file, module, resolution] of [
  ['an ES module in Node', 'use.mts', ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
  ['CommonJS in Node', 'use.cts', ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
  ['a bundler', 'use.ts', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
]) {
  test(`the types, for ${kind}`, () => {
    const home = mkdtempSync(join(tmpdir(), 'hufu-types-'));
    mkdirSync(join(home, 'node_modules'));
    symlinkSync(folder, join(home, 'node_modules/hufu'));
    writeFileSync(join(home, file), program);
    const checked = ts.createProgram([join(home, file)], {
      module,
      moduleResolution: resolution,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    });
    const faults = ts.getPreEmitDiagnostics(checked).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
    assert.deepEqual(faults, []);
  });
}

test('two builds of the same are the same bytes', () => {
  const before = execFileSync('sha256sum', ['dist/browser.js', 'dist/node.js', 'dist/edge.js'], { cwd: folder });
  const home = mkdtempSync(join(tmpdir(), 'hufu-build-'));
  execFileSync(process.execPath, ['build.mjs', home], { cwd: folder });
  const after = execFileSync('sha256sum', ['browser.js', 'node.js', 'edge.js'], { cwd: home });
  const digests = (text) => String(text).split('\n').map((line) => line.slice(0, 64));
  assert.deepEqual(digests(after), digests(before));
});

// Lower this whenever it has become smaller; the aim is 6 KB.
test('the JavaScript of a browser has not grown', () => {
  const { raw, brotli } = sizeOf('browser.js');
  console.log(`browser.js: ${raw} bytes, ${brotli} with brotli`);
  assert.ok(brotli <= 8_300, `${brotli}`);
});
