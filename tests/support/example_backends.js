// The folder examples/backends, as others start what is in it.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const examples = fileURLToPath(new URL('../../examples/backends/', import.meta.url));

/** What running one leaves there is none of it. */
export const isOurs = (path) => !/[/\\](node_modules|\.next|\.env\.local)\b/.test(path);

/** Copies these of the folder, and what all of them take, into another one. */
export function layBackends(folder, ...names) {
  for (const name of ['config.js', 'db.js', ...names]) cpSync(join(examples, name), join(folder, name), { recursive: true, filter: isOurs });
}

/** By their names: what it says of the fakes of hufu-mock-server. */
export const settings = Object.fromEntries([...readFileSync(join(examples, 'mock.env'), 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));

/** What to start one with, whose fakes are this mock server's. */
export function environmentOf({ url }, more) {
  const fakes = { WX_BASE_URL: `${url}/wechat`, AUTHING_ISSUER: `${url}/oidc`, CLERK_ISSUER: `${url}/clerk`, SUPABASE_URL: url };
  return { ...process.env, ...settings, ...fakes, ...more };
}
