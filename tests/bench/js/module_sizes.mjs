// Prints the rows of the core's modules, as the package has them: node module_sizes.mjs PACKAGE
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { row } from './row.mjs';
import { goalOf } from './size_goals.mjs';

const core = readFileSync(join(process.argv[2], 'dist/core.wasm'));
const mvp = readFileSync(join(process.argv[2], 'miniprogram_dist/core.wasm'));
// As a server would send it.
const packed = brotliCompressSync(core, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: core.length },
});
for (const [name, bytes] of Object.entries({ 'wasm.core_brotli_bytes': packed.length, 'wasm.core_mvp_raw_bytes': mvp.length })) {
  console.log(JSON.stringify(row(name, bytes, 'bytes', goalOf(name))));
}
