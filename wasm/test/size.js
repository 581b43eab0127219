// What a browser downloads: `npm run size`.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

/** Raw and brotli bytes of a file of dist/. */
export function sizeOf(name) {
  const bytes = readFileSync(new URL(`../dist/${name}`, import.meta.url));
  const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  return { raw: bytes.length, brotli: packed.length };
}

if (process.argv[1]?.endsWith('size.js')) {
  for (const name of ['browser.js', 'edge.js', 'core.wasm', 'node.js']) {
    const { raw, brotli } = sizeOf(name);
    console.log(`${name}: ${raw} bytes, ${brotli} with brotli`);
  }
}
