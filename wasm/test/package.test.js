// What is published: its files, its size, its types as programs of each kind see them.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { minify } from 'terser';
import ts from 'typescript';

import { sizeOf } from './size.js';

const folder = fileURLToPath(new URL('..', import.meta.url));

test('what npm packs is what is meant to be packed', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files }] = JSON.parse(packed);
  const names = files.map(({ path }) => path).filter((path) => !/^dist\/types(-cjs)?\/[\w./-]+\.d\.ts$|\.map$/.test(path));
  assert.deepEqual(names.sort(), [
    'LICENSE',
    'README.md',
    'dist/axios.cjs',
    'dist/axios.js',
    'dist/browser.cjs',
    'dist/browser.development.js',
    'dist/browser.js',
    'dist/core.wasm',
    'dist/edge.js',
    'dist/miniprogram.cjs',
    'dist/miniprogram.js',
    'dist/next.browser.cjs',
    'dist/next.browser.development.js',
    'dist/next.browser.js',
    'dist/next.edge.js',
    'dist/next.node.cjs',
    'dist/next.node.js',
    'dist/node.cjs',
    'dist/node.js',
    'dist/plain-core.cjs',
    'dist/plain-core.js',
    'dist/query.cjs',
    'dist/query.js',
    'dist/react.cjs',
    'dist/react.js',
    'dist/server.cjs',
    'dist/server.express.cjs',
    'dist/server.express.js',
    'dist/server.fastify.cjs',
    'dist/server.fastify.js',
    'dist/server.hapi.cjs',
    'dist/server.hapi.js',
    'dist/server.hono.cjs',
    'dist/server.hono.js',
    'dist/server.js',
    'dist/server.pages.cjs',
    'dist/server.pages.js',
    'dist/server.people.cjs',
    'dist/server.people.js',
    'dist/server.unified.cjs',
    'dist/server.unified.js',
    'dist/server.wechat.cjs',
    'dist/server.wechat.js',
    'dist/taro.cjs',
    'dist/taro.js',
    'dist/types-cjs/package.json',
    'dist/uni.cjs',
    'dist/uni.js',
    'dist/zh-CN.cjs',
    'dist/zh-CN.js',
    'miniprogram_dist/core.wasm',
    'miniprogram_dist/core.wasm.br',
    'miniprogram_dist/index.js',
    'miniprogram_dist/miniprogram.js',
    'miniprogram_dist/plain/core.js',
    'miniprogram_dist/zh-CN.js',
    'package.json',
  ]);
});

test('it depends on nothing, and runs nothing when it is installed', async () => {
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } });
  for (const kind of ['dependencies', 'optionalDependencies']) assert.equal(manifest[kind], undefined);
  // hufu/axios, hufu/query, hufu/server, hufu/next and hufu/react take what the application has; nobody else gets them.
  assert.deepEqual(Object.keys(manifest.peerDependencies), ['@tanstack/query-core', 'axios', 'jose', 'next', 'react']);
  for (const peer of Object.keys(manifest.peerDependencies)) assert.equal(manifest.peerDependenciesMeta[peer].optional, true);
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

const kinds = [
  ['an ES module in Node', 'use.mts', ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
  ['CommonJS in Node', 'use.cts', ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
  ['a bundler', 'use.ts', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
];

/** A program outside, which has the package and these of its development. */
function outside(file, lines, ...others) {
  const home = mkdtempSync(join(tmpdir(), 'hufu-types-'));
  mkdirSync(join(home, 'node_modules'));
  symlinkSync(folder, join(home, 'node_modules/hufu'));
  for (const name of others) symlinkSync(join(folder, 'node_modules', name), join(home, 'node_modules', name));
  writeFileSync(join(home, file), lines);
  return join(home, file);
}

/** What tsc has to say of it, strictly. */
function faultsOf(files, options) {
  const checked = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    strict: true,
    noEmit: true,
    types: [],
    ...options,
  });
  return ts.getPreEmitDiagnostics(checked).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

for (const [kind, file, module, moduleResolution] of kinds) {
  test(`the types, for ${kind}`, () => {
    assert.deepEqual(faultsOf([outside(file, program)], { module, moduleResolution, skipLibCheck: false }), []);
  });
}

// Their declarations differ from WeChat's documents, from each other, and from version to version.
for (const [name, types, lines] of [
  [
    'wx',
    'miniprogram-api-typings',
    `import { chosenAvatar, createClient, phoneCode, wxHost } from 'hufu/miniprogram';
    const client = createClient({ baseUrl: 'https://x', host: wxHost(wx, { encrypt: true }) });
    App({ onLaunch: (options) => void client.launch(options), onShow: (options) => void client.launch(options) });
    void client.launch(wx.getEnterOptionsSync());
    Page({
      onAvatar: (event: WechatMiniprogram.CustomEvent<{ avatarUrl: string }>) => client.uploadAvatar({ file: chosenAvatar(event) }),
      onPhone: (event: WechatMiniprogram.CustomEvent<{ code: string }>) => client.bindPhone({ code: phoneCode(event) }),
    });`,
  ],
  ['uni', '@dcloudio/types', `import { createClient, uniHost } from 'hufu/uni'; void createClient({ baseUrl: 'https://x', host: uniHost(uni) }).launch(uni.getLaunchOptionsSync());`],
]) {
  test(`${name}, as ${types} declares it, is taken; also by programs that know no exports`, () => {
    const files = [outside('use.ts', lines), join(folder, 'node_modules', types, 'index.d.ts')];
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2020, lib: ['lib.es2020.d.ts', 'lib.dom.d.ts'], skipLibCheck: true };
    for (const moduleResolution of [ts.ModuleResolutionKind.Bundler, ts.ModuleResolutionKind.Node10]) {
      assert.deepEqual(faultsOf(files, { ...options, moduleResolution }), []);
    }
  });
}

for (const [kind, file, module, moduleResolution] of kinds) {
  test(`axios and TanStack Query take what is for them, for ${kind}`, () => {
    const use = outside(
      file,
      `import { QueryClient } from '@tanstack/query-core';
      import { create } from 'axios';
      import { createClient } from 'hufu';
      import { hufuAdapter } from 'hufu/axios';
      import { createClient as createTaroClient, taroHost } from 'hufu/taro';
      import { hufuQuery } from 'hufu/query';
      const client = createClient({ baseUrl: 'https://x' });
      const taroClient = createTaroClient({ baseUrl: 'https://x', host: taroHost({}) });
      export const clients = [client, taroClient].map((one) => create({ adapter: hufuAdapter(one) }));
      export const stop: () => void = hufuQuery(client, new QueryClient());
      // @ts-expect-error it is no client
      hufuAdapter({});`,
      'axios',
      '@tanstack',
    );
    assert.deepEqual(faultsOf([use], { module, moduleResolution, skipLibCheck: true }), []);
  });
}

test('two builds of the same are the same bytes', () => {
  const home = mkdtempSync(join(tmpdir(), 'hufu-build-'));
  execFileSync(process.execPath, ['build.mjs', home], { cwd: folder, env: { ...process.env, HUFU_MAKE_ANEW: '1' } });
  const digests = (at) => {
    const files = readdirSync(at, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map(({ parentPath, path, name }) => {
      const file = join(parentPath ?? path, name);
      return `${relative(at, file)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
    });
  };
  const [before, miniprogram] = [digests(join(folder, 'dist')), digests(join(folder, 'miniprogram_dist'))];
  assert.ok(before.length > 12 && miniprogram.length > 3);
  const after = digests(home);
  const moved = miniprogram.map((line) => `miniprogram_dist/${line}`);
  assert.deepEqual(after.sort(), [...before, ...moved].sort());
});

test('publint and arethetypeswrong find nothing', () => {
  const home = mkdtempSync(join(tmpdir(), 'hufu-packed-'));
  const run = (program, ...args) =>
    spawnSync(process.execPath, [join(folder, 'node_modules', program), ...args], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', home], { cwd: folder, stdio: 'ignore' });
  const tarball = join(home, readdirSync(home).find((name) => name.endsWith('.tgz')));

  const lint = run('publint/src/cli.js', '--strict', tarball);
  assert.equal(lint.status, 0, lint.stdout + lint.stderr);
  // Both files of the core are no JavaScript. Resolution as before `exports` is for types only: `typesVersions`.
  const types = run('@arethetypeswrong/cli/dist/index.js', tarball, '--profile', 'node16', '--exclude-entrypoints', 'core.wasm', 'core.wasm.br');
  assert.equal(types.status, 0, types.stdout + types.stderr);
});

test('hufu/next and hufu/react hold no second core, and say where they run', () => {
  const text = (name) => readFileSync(join(folder, 'dist', name), 'utf8');
  for (const place of ['node', 'edge', 'browser']) {
    assert.match(text(`next.${place}.js`), new RegExp(`from "\\./${place}\\.js"`));
    assert.ok(text(`next.${place}.js`).length < 42_000);
  }
  assert.doesNotMatch(text('next.browser.js'), /next\/server/);
  assert.match(text('react.js'), /^["']use client["']/);
  assert.doesNotMatch(text('react.js'), /from "\.\//);
});

test('each file says where its sources are, and they are in there', () => {
  const names = readdirSync(join(folder, 'dist')).filter((name) => /^(axios|browser|node|edge|next|query|react|server)[\w.]*\.c?js$/.test(name));
  assert.ok(names.length >= 28, String(names));
  for (const name of names) {
    const text = readFileSync(join(folder, 'dist', name), 'utf8');
    assert.match(text, new RegExp(`//# sourceMappingURL=${name.replaceAll('.', '\\.')}\\.map\\s*$`));
    const { sources, sourcesContent } = JSON.parse(readFileSync(join(folder, 'dist', `${name}.map`), 'utf8'));
    assert.ok(sources.every((source, i) => /^\.\.\/src\//.test(source) === (sourcesContent[i] !== null)), String(sources));
    if (name !== 'browser.js') assert.ok(text.split('\n').every((line) => line.length < 300 || /^(var|let|const) text/.test(line)), name);
  }
});

// Lower these whenever one has become smaller; the aim of hufu/server is 6 KB, and safety goes first.
for (const [name, file, most] of [
  ['hufu/server', 'server.js', 6_390],
  ['hufu/server/wechat', 'server.wechat.js', 3_050],
  ['the pages of hufu/server/unified', 'server.pages.js', 5_720],
  ['hufu/axios', 'axios.js', 620],
  ['hufu/query', 'query.js', 640],
]) {
  test(`${name} is small, and holds no core`, async () => {
    const { code } = await minify(readFileSync(join(folder, 'dist', file), 'utf8'), { ecma: 2022, module: true, compress: { passes: 3 } });
    const packed = brotliCompressSync(code).length;
    console.log(`${name}: ${code.length} bytes, ${packed} with brotli`);
    assert.ok(packed <= most, `${packed}`);
  });
}

test('the JavaScript of a browser has not grown', () => {
  const { raw, brotli } = sizeOf('browser.js');
  console.log(`browser.js: ${raw} bytes, ${brotli} with brotli`);
  assert.ok(brotli <= 12_410, `${brotli}`);
});
