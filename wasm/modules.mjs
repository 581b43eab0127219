// Both modules as the package has them: what the linker has made of the core, after Binaryen's last pass. For `build.mjs`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { madeOnce } from './made_once.mjs';
import { smaller } from './smaller.mjs';

const linked = process.env.HUFU_WASM_FOLDER ?? fileURLToPath(new URL('../build/wasm/wasm', import.meta.url));

function moduleOf(file, opcodes) {
  const path = join(linked, file);
  if (!existsSync(path)) {
    console.error(`There is no ${path}: build it with "cmake --preset wasm && cmake --build --preset wasm".`);
    process.exit(1);
  }
  return madeOnce(file, readFileSync(path), (bytes) => smaller(bytes, opcodes));
}

export const [core, mvpCore] = await Promise.all([moduleOf('core.wasm', 'today'), moduleOf('core.mvp.wasm', 'mvp')]);
