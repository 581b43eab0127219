// core.wasm as plain JavaScript of ES5, by Binaryen's wasm2js: for `build.mjs`.
import { minify } from 'terser';

import { wasm2js } from './smaller.mjs';

/** The text of a function `(imports) => exports`: called as WebAssembly would be with this module. */
export async function plainCoreOf(bytes) {
  const { code } = await minify(`module.exports = function (imports) {\n${functionBody(await wasm2js(bytes))}\n};`, {
    ecma: 5,
    compress: { passes: 3 },
    mangle: true,
    format: { comments: false, ascii_only: true },
  });
  return `${code}\n`;
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
