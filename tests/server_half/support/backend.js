// examples/backends, each as the program that it is, with the packages of this folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';

import { forgedTokens } from '../../support/forged.js';
import { project } from './project.js';

const examples = fileURLToPath(new URL('../../../examples/backends/', import.meta.url));
export const { dependencies } = JSON.parse(readFileSync(join(examples, 'package.json'), 'utf8'));
export const linesOf = (name) => readFileSync(join(examples, name, 'app.js'), 'utf8').trimEnd().split('\n').length;

const settings = join(examples, 'mock.env');
const [, jwtSecret] = /^JWT_SECRET=(.*)$/m.exec(readFileSync(settings, 'utf8'));

/** Starts it beside this mock server, whose fakes it asks: `url`, `told()` what it has printed, and `stop()`. */
export async function startBackend(t, name, server, more = {}) {
  const home = project(...Object.keys(dependencies));
  cpSync(examples, home, { recursive: true, filter: (path) => !path.includes('node_modules') });
  const environment = { PORT: '0', WX_BASE_URL: `${server.url}/wechat`, AUTHING_ISSUER: `${server.url}/oidc` };
  const child = spawn(process.execPath, [`--env-file=${settings}`, join(home, name, 'app.js')], { env: { ...process.env, ...environment, ...more } });
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
export const signed = (claims, { secret = jwtSecret, life = '7d' } = {}) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setIssuedAt().setExpirationTime(life).sign(new TextEncoder().encode(secret));

/** What nobody may get in with: {@link forgedTokens} beside one that is good. */
export const forgedBeside = async (good, claims) =>
  forgedTokens({ good, elsewhere: await signed(claims, { secret: 'the secret of another server, as long' }), ended: await signed(claims, { life: '-1h' }) });

/** How a route answers this token. */
export async function statusOf(url, token, headers = {}) {
  return (await fetch(url, { headers: { Authorization: `Bearer ${token}`, ...headers } })).status;
}
