// What takes how many bytes of code: `npm run pieces`, after building the target hufu_wasm_named.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { linked } from './core.js';

const kinds = [
  ['coroutines: resume', /\.resume/],
  ['coroutines: destroy', /\.(destroy|cleanup)/],
  ['std::variant', /__variant_detail|^std::__2::variant</],
  ['libc++abi: RTTI', /cxxabi|type_info/],
  ['std::shared_ptr', /shared_ptr|shared_count|shared_weak/],
  ['std::deque, std::map', /deque|split_buffer|__tree|__map/],
  ['Result', /^~?hufu::Result</],
  ['JSON', /json::/],
  ['C ABI and codec', /hufu::codec|^hufu_/],
  ['flow engine', /hufu::flow/],
  ['session', /hufu::session/],
  ['vault', /hufu::vault/],
  ['backend', /hufu::backend::/],
  ['dialects', /hufu::dialects/],
  ['text', /hufu::text/],
  ['client', /hufu::/],
  ['std::string', /basic_string|char_traits|__str_find/],
  ['the rest', /./],
];

const file = join(linked, 'core-named.wasm');
const listing = execFileSync('wasm-objdump', ['-x', '-j', 'Code', file], { maxBuffer: 1 << 28 });
const rows = [...listing.toString().matchAll(/size=(\d+) <(.*)>/g)];
const demangled = execFileSync('c++filt', { input: rows.map((row) => row[2]).join('\n'), maxBuffer: 1 << 28 });
const sums = new Map();
demangled.toString().split('\n').forEach((name, index) => {
  if (!rows[index]) return;
  const [kind] = kinds.find(([, pattern]) => pattern.test(name)) ?? ['the rest'];
  const [bytes, count] = sums.get(kind) ?? [0, 0];
  sums.set(kind, [bytes + Number(rows[index][1]), count + 1]);
});
for (const [kind, [bytes, count]] of [...sums].sort((a, b) => b[1][0] - a[1][0])) {
  console.log(`${String(bytes).padStart(7)} bytes ${String(count).padStart(5)} functions  ${kind}`);
}
