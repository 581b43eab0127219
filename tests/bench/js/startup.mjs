// Import, instantiation and an open client, each in a fresh Node: the median of many.
import { execFileSync } from 'node:child_process';
import { row } from './row.mjs';

const starts = 21;

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds that a module needs, without Node's own start. */
function startMs(code) {
  const timed = `const begun = performance.now(); ${code}; console.log(performance.now() - begun);`;
  const once = () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', timed], { cwd: import.meta.dirname, encoding: 'utf8' }));
  once(); // the disk's cache
  return Number(median(Array.from({ length: starts }, once)).toFixed(2));
}

/** The row for the start in Node. `entry` is the URL of the built package. */
export function startupRows(entry) {
  const ours = startMs(
    `const { createClient } = await import('${entry}'); await createClient({ baseUrl: 'https://api.example.com' }).ready()`,
  );
  const theirs = startMs(
    "const { AuthClient } = await import('@supabase/auth-js'); " +
      "await new AuthClient({ url: 'https://api.example.com', autoRefreshToken: false }).getSession()",
  );
  return [row('js.startup_ms', ours, 'ms', '<=6', 'auth-js', theirs)];
}
