// Binaryen's tools from npm, pinned by package-lock.json: its last pass over core.wasm, and wasm2js. For `build.mjs`.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const tool = (name) => fileURLToPath(new URL(`node_modules/binaryen/bin/${name}`, import.meta.url));

/** WeChat's engines know the opcodes of the first WebAssembly, and no others. */
const opcodes = '--mvp-features';

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

/** The same module in fewer bytes. */
export const smaller = (bytes) => made('wasm-opt', ['-Oz', '--converge', opcodes], bytes);

/** The module as JavaScript. */
export const wasm2js = async (bytes) => (await made('wasm2js', ['-Oz', opcodes], bytes)).toString();
