// core.wasm as plain JavaScript of ES5, by Binaryen's wasm2js: for `build.mjs`.
import { minify } from 'terser';

import { wasm2js } from './smaller.mjs';

/** The text of a function that gives what an instance of this module exports. */
export async function plainCoreOf(bytes) {
  const { code } = await minify(`module.exports = function () {\n${functionBody(await wasm2js(bytes))}\n};`, {
    ecma: 5,
    compress: { passes: 3 },
    mangle: true,
    format: { ascii_only: true, comments: false },
  });
  return `${code}\n`;
}

// wasm2js writes an ES module with one instance; here each call of the function is an instance.
function functionBody(module) {
  const body = module.replace(/^export var \w+ = retasmFunc\.\w+;$/gm, '');
  if (!/^var retasmFunc = /m.test(body) || /^(im|ex)port /m.test(body)) {
    throw new Error('wasm2js writes another form than it did: see functionBody in plain_core.mjs.');
  }
  return `${body}\nreturn retasmFunc;`;
}
