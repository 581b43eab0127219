// The application of this folder with one Next.js, one bundler and one way to run.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { layBackends } from '../../support/example_backends.js';
import { created } from './created.js';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const wasm = here('../../wasm');

/** Installs what `npm pack` makes of wasm/, as an application would get it. */
export function installHufu(folder) {
  const home = mkdtempSync(join(tmpdir(), 'hufu-packed-'));
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', home], {
    cwd: wasm, stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ filename }] = JSON.parse(packed);
  const target = join(folder, 'node_modules/hufu');
  rmSync(target, { recursive: true, force: true });
  execFileSync('tar', ['-xzf', join(home, filename), '-C', home]);
  cpSync(join(home, 'package'), target, { recursive: true });
  rmSync(home, { recursive: true });
}

/** Takes the application out of a folder. */
function empty(folder) {
  const names = ['app', 'lib', '.next', 'proxy.ts', 'middleware.ts', '.env.local', 'next.config.mjs', 'next.config.ts', 'next-env.d.ts', 'tsconfig.json'];
  const backends = ['config.js', 'db.js', 'nextjs_clerk', 'nextjs_supabase'];
  for (const name of [...names, ...backends]) rmSync(join(folder, name), { recursive: true, force: true });
}

/** The folder of Next.js 16 with what `create-next-app` writes there, and these files. */
export function prepareOf(files) {
  const folder = here('v16');
  empty(folder);
  for (const [name, text] of Object.entries({ ...created, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** That of examples/backends, with PostgreSQL beside Next.js 16. */
export function prepareBackend(name) {
  const folder = here('v16');
  empty(folder);
  layBackends(folder, name);
  const postgres = 'node_modules/@electric-sql/pglite';
  cpSync(here(`../server_half/${postgres}`), join(folder, postgres), { recursive: true });
  return join(folder, name);
}

/** The folder of this Next.js, with the application in it. `before`: proxy, middleware-edge or middleware-node. */
export function prepare(version, before) {
  const folder = here(`v${version}`);
  empty(folder);
  for (const name of ['app', 'lib']) cpSync(here(name), join(folder, name), { recursive: true });
  const isProxy = before === 'proxy';
  const runtime = before === 'middleware-node' ? ", runtime: 'nodejs'" : '';
  writeFileSync(join(folder, isProxy ? 'proxy.ts' : 'middleware.ts'), `import type { NextRequest } from 'next/server';
import { before } from './lib/before';

export function ${isProxy ? 'proxy' : 'middleware'}(request: NextRequest) {
  return before(request);
}
export const config = { matcher: ['/((?!_next/|favicon.ico).*)']${runtime} };
`);
  writeFileSync(join(folder, 'next.config.mjs'), `import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
export default { turbopack: { root }, outputFileTracingRoot: root, devIndicators: false };
`);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    compilerOptions: {
      target: 'ES2022', lib: ['dom', 'dom.iterable', 'esnext'], module: 'esnext', moduleResolution: 'bundler', strict: true,
      noEmit: true, esModuleInterop: true, resolveJsonModule: true, isolatedModules: true, skipLibCheck: true, jsx: version === 16 ? 'react-jsx' : 'preserve', allowJs: true,
      incremental: true, plugins: [{ name: 'next' }] },
    include: ['next-env.d.ts', '**/*.ts', '**/*.tsx', '.next/types/**/*.ts', '.next/dev/types/**/*.ts'],
    exclude: ['node_modules'],
  }, null, 2));
  return folder;
}

function run(folder, args, environment) {
  const next = createRequire(join(folder, 'next.config.mjs')).resolve('next/dist/bin/next');
  return spawn(process.execPath, [next, ...args], {
    cwd: folder,
    env: { ...process.env, ...environment, NEXT_TELEMETRY_DISABLED: '1', NEXT_IGNORE_INCORRECT_LOCKFILE: '1', NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** All that a process has said, as it comes. */
function listen(child) {
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said.text += chunk));
  return said;
}

/** A port that nobody has at this moment. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Builds the application, for `mode` "build"; what the bundler says is the error if it fails. */
export async function build(folder, flags, environment) {
  const child = run(folder, ['build', ...flags], environment);
  const said = listen(child);
  const status = await new Promise((resolve) => child.on('exit', resolve));
  if (status !== 0) throw new Error(`next build ${flags.join(' ')}:\n${said.text}`);
  return said.text;
}

/** Starts it; `mode` is "build" or "dev". Ended by `stop()`. */
export async function start(folder, mode, flags, port, environment) {
  const args = [mode === 'dev' ? 'dev' : 'start', ...(mode === 'dev' ? flags : []), '-H', '127.0.0.1', '-p', String(port)];
  const child = run(folder, args, environment);
  const said = listen(child);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  for (let i = 0; !/Ready in/.test(said.text); ++i) {
    if (child.exitCode !== null || i > 1200) throw new Error(`next ${args.join(' ')}:\n${said.text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url: `http://127.0.0.1:${port}`, said, stop };
}
