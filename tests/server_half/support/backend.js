// examples/backends, each as the program that it is, with the packages of this folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { SignJWT } from 'jose';

import { environmentOf, examples, isOurs, layBackends, settings } from '../../support/example_backends.js';
import { forgedTokens } from '../../support/forged.js';
import { project } from './project.js';

export const { dependencies } = JSON.parse(readFileSync(join(examples, 'package.json'), 'utf8'));

/** Their tables and schemas, the configuration of Next.js, and the frame of its pages. */
const beside = ['users.js', 'resources.js', 'user_mapping.js', 'profiles.js', 'schema.js', 'next.config.mjs', 'layout.jsx', 'words.js'];

/** How long a backend's own code is. */
export function linesOf(name) {
  const files = readdirSync(join(examples, name), { recursive: true }).map((file) => join(examples, name, file));
  const own = files.filter((file) => isOurs(file) && !beside.includes(basename(file)) && statSync(file).isFile());
  return own.reduce((lines, file) => lines + readFileSync(file, 'utf8').trimEnd().split('\n').length, 0);
}

/** Starts it beside this mock server, whose fakes it asks: `url`, `told()` what it has printed, and `stop()`. */
export async function startBackend(t, name, server, more = {}) {
  const home = project(...Object.keys(dependencies));
  layBackends(home, 'package.json', name);
  const child = spawn(process.execPath, [join(home, name, 'app.js')], { env: environmentOf(server, { PORT: '0', ...more }) });
  t.after(() => child.kill());
  const printed = [];
  child.stderr.on('data', (part) => printed.push(part));
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`${name} ended: ${printed.join('')}`)));
    lines.on('line', (line) => {
      printed.push(line);
      const [, at] = /^listening (\S+)$/.exec(line) ?? [];
      if (at) resolve(at);
    });
  });
  const stop = async () => {
    child.kill();
    await once(child, 'exit');
  };
  return { url, told: () => printed.join('\n'), stop };
}

/** As a backend signs them. */
export const signed = (claims, { secret = settings.JWT_SECRET, life = '7d' } = {}) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setIssuedAt().setExpirationTime(life).sign(new TextEncoder().encode(secret));

/** What nobody may get in with: {@link forgedTokens} beside one that is good. */
export const forgedBeside = async (good, claims) =>
  forgedTokens({ good, elsewhere: await signed(claims, { secret: 'the secret of another server, as long' }), ended: await signed(claims, { life: '-1h' }) });

/** How a route answers this token. */
export async function statusOf(url, token, headers = {}) {
  return (await fetch(url, { headers: { Authorization: `Bearer ${token}`, ...headers } })).status;
}
