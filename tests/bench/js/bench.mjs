// Prints the rows of the npm package's benchmark. HUFU_MOCK_SERVER: a server in another place than build/native.
import { requestRows } from './requests.mjs';
import { sizeRows } from './sizes.mjs';
import { speedRows } from './speed.mjs';
import { startupRows } from './startup.mjs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../../wasm/', import.meta.url);
const entry = new URL('dist/node.js', folder).href;
const hufu = await import(entry);

for (const rows of [
  await sizeRows(fileURLToPath(folder)),
  await speedRows(hufu),
  await startupRows(fileURLToPath(folder)),
  await requestRows(hufu),
]) {
  for (const one of rows) console.log(JSON.stringify(one));
}
