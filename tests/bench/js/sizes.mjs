// What a browser or a phone downloads, ours and the peers', bundled by the same esbuild.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { row } from './row.mjs';
import { goalOf } from './size_goals.mjs';

const require = createRequire(import.meta.url);

const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** Bytes with brotli of a package as an ES bundle for browsers. */
async function bundleBytes(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    write: false,
    logLevel: 'error',
  });
  return brotli(outputFiles[0].contents);
}

/** Raw bytes of everything in a folder that the name says. */
function folderBytes(folder, counts) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => counts(name))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** Rows for what is downloaded. `hufu` is the folder of the built package. */
export async function sizeRows(hufu) {
  const file = (name) => readFileSync(join(hufu, name));
  const ours = brotli(file('dist/browser.js')) + brotli(file('dist/core.wasm'));
  const ssr = await bundleBytes("export { createBrowserClient } from '@supabase/ssr';");
  const phone = folderBytes(join(hufu, 'miniprogram_dist'), (name) => /^(index\.js|core\.wasm)$/.test(name));
  const authing = join(dirname(require.resolve('authing-wxapp-sdk/package.json')), 'dist');
  const theirs = folderBytes(authing, (name) => name.endsWith('.js'));
  const plain = statSync(join(hufu, 'miniprogram_dist/plain/core.js')).size;
  return [
    ['js.bundle_brotli_bytes', ours, '@supabase/ssr', ssr],
    ['js.miniprogram_raw_bytes', phone, 'authing-wxapp-sdk', theirs],
    ['js.plain_core_raw_bytes', plain],
  ].map(([name, bytes, ...peer]) => row(name, bytes, 'bytes', goalOf(name), ...peer));
}
