// examples/supabase, built once for whoever walks through it: nothing of a server or a port is in what is built.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, installHufu, start } from './site.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const example = here('../../../examples/supabase');
// Beside the packages that it wants; a folder with a point is no part of the application that is put together there.
const v16 = here('../v16');
const folder = join(v16, '.supabase');
const stamp = join(folder, '.next/made-of');
const own = /^(node_modules|\.next|next-env\.d\.ts|package.*\.json|.*\.md|.*\.tsbuildinfo)$/;

/** Started at a mock server; ended with the test. */
export async function startExample(t, server, port) {
  await buildOnce();
  const environment = { HUFU_URL: server.url, HUFU_KEY: 'anon-key', MAILBOX: `${server.url}/_control/inbox`, NODE_ENV: 'production' };
  const site = await start(folder, 'build', [], port, environment);
  t.after(site.stop);
  return site;
}

/** Unless it is what was built last. */
async function buildOnce() {
  const names = readdirSync(example).filter((name) => !own.test(name));
  const made = digestOf([...names.map((name) => join(example, name)), here('../../../wasm/dist')].flatMap(filesOf));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === made) return;
  installHufu(v16);
  rmSync(folder, { recursive: true, force: true });
  for (const name of names) cpSync(join(example, name), join(folder, name), { recursive: true });
  await build(folder, [], { NODE_ENV: 'production' });
  writeFileSync(stamp, made);
}

function filesOf(path) {
  return statSync(path).isDirectory() ? readdirSync(path).sort().flatMap((name) => filesOf(join(path, name))) : [path];
}

function digestOf(files) {
  const digest = createHash('sha256');
  for (const file of files) digest.update(`${file}\n`).update(readFileSync(file));
  return digest.digest('hex');
}
