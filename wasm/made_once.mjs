// Keeps what takes long to make: of the same input, by the same programs, it is made once. For `build.mjs`.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = here('node_modules/.cache/hufu');
/** What decides beside the input: the tools, of exactly these versions, and what calls them. */
const makers = ['package-lock.json', 'modules.mjs', 'plain_core.mjs', 'smaller.mjs'].map((name) => readFileSync(here(name)));

/** The bytes that `make` gives for `input`. HUFU_MAKE_ANEW asks for no earlier ones. */
export async function madeOnce(name, input, make) {
  const hash = createHash('sha256');
  for (const part of [...makers, input]) hash.update(part);
  const file = `${name}-${hash.digest('hex').slice(0, 32)}`;
  const path = join(folder, file);
  if (existsSync(path) && !process.env.HUFU_MAKE_ANEW) return readFileSync(path);
  const made = Buffer.from(await make(input));
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) if (isOf(name, old)) rmSync(join(folder, old), { force: true });
  writeFileSync(`${path}.${process.pid}`, made); // two builds may be at it: the other's draft stays
  renameSync(`${path}.${process.pid}`, path);
  return made;
}

const isOf = (name, file) => file.startsWith(`${name}-`) && /-[0-9a-f]{32}$/.test(file);
