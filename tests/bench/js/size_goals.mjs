// The goals of the sizes. They are parts of what the same rows were at commit 2348cc8 (2026-11-28), with all that servers,
// stores and tabs had taught the core in it: docs/decisions/0009-wasm-size.md says what each part was measured from.
const start = {
  'wasm.core_brotli_bytes': [53_184, 0.68],
  'wasm.core_mvp_raw_bytes': [144_042, 0.67],
  'js.bundle_brotli_bytes': [63_344, 0.76],
  'js.miniprogram_raw_bytes': [191_815, 0.78],
  'js.plain_core_raw_bytes': [243_518, 0.77],
};

/** `<=36165` */
export function goalOf(name) {
  const [bytes, part] = start[name];
  return `<=${Math.floor(bytes * part)}`;
}
