// A fresh folder of an application.
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { packageFolder } from './guard.js';

const installed = fileURLToPath(new URL('../node_modules/', import.meta.url));

/** The folder, with these packages in it; `hufu` is the one under test. */
export function project(...names) {
  const home = mkdtempSync(join(tmpdir(), 'hufu-project-'));
  for (const name of names) {
    const path = join(home, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(name === 'hufu' ? packageFolder : join(installed, name), path);
  }
  return home;
}
