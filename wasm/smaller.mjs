// Binaryen's tools from npm, pinned by package-lock.json: its last pass over core.wasm, and wasm2js. For `build.mjs`.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const tool = (name) => fileURLToPath(new URL(`node_modules/binaryen/bin/${name}`, import.meta.url));

/** What each module may use; the linker has left no list in it. */
const features = {
  mvp: ['--mvp-features'],
  today: ['--mvp-features', '--enable-bulk-memory', '--enable-sign-ext', '--enable-nontrapping-float-to-int'],
};

/** What `tool options IN -o OUT` makes of these bytes. */
async function made(name, options, bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-binaryen-'));
  const [from, to] = [join(folder, 'in.wasm'), join(folder, 'out')];
  try {
    writeFileSync(from, bytes);
    await promisify(execFile)(process.execPath, [tool(name), ...options, from, '-o', to]);
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same module in fewer bytes; `opcodes` is `mvp` or `today`. */
export const smaller = (bytes, opcodes) => made('wasm-opt', ['-Oz', '--converge', ...features[opcodes]], bytes);

/** The module as JavaScript. */
export const wasm2js = async (bytes) => (await made('wasm2js', ['-Oz', ...features.mvp], bytes)).toString();
