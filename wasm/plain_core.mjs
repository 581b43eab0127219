// core.wasm as plain JavaScript of ES5, by the wasm2js of npm's binaryen, which is pinned: for `build.mjs`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { minify } from 'terser';

/** The text of a function `(imports) => exports`: called as WebAssembly would be with core.wasm. */
export async function plainCoreOf(core) {
  const { code } = await minify(`module.exports = function (imports) {\n${functionBody(wasm2js(core))}\n};`, {
    ecma: 5,
    compress: { passes: 3 },
    mangle: true,
    format: { comments: false, ascii_only: true },
  });
  return `${code}\n`;
}

function wasm2js(core) {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-wasm2js-'));
  const file = join(folder, 'core.js');
  try {
    const program = join(dirname(createRequire(import.meta.url).resolve('binaryen')), 'bin/wasm2js');
    execFileSync(process.execPath, [program, '-Oz', core, '-o', file], { stdio: ['ignore', 'inherit', 'inherit'] });
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// wasm2js writes an ES module with one instance; here each call of the function is an instance.
function functionBody(module) {
  const imports = [];
  const body = module
    .replace(/^import \* as (\w+) from '(\w+)';$/gm, (_, name, from) => {
      imports.push(`var ${name} = imports[${JSON.stringify(from)}];`);
      return '';
    })
    .replace(/^export var \w+ = retasmFunc\.\w+;$/gm, '');
  if (imports.length === 0 || !/^var retasmFunc = /m.test(body) || /^(im|ex)port /m.test(body)) {
    throw new Error('wasm2js writes another form than it did: see functionBody in plain_core.mjs.');
  }
  return `${imports.join('\n')}\n${body}\nreturn retasmFunc;`;
}
