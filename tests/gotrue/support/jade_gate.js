// Jade Gate, the application of examples/supabase: a server and Chromium for it, and what people do on its pages.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Inbox } from '../../../mock-server/npm/inbox.js';
import { startExample } from '../../next/support/example.js';
import { openEyes } from '../../next/support/looks.js';
import { freePort } from '../../next/support/site.js';
import { noServer, startServer } from '../../support/server.js';

const config = fileURLToPath(new URL('../../../examples/supabase/mock.ini', import.meta.url));
const noChromium = !existsSync(process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium') && 'there is no Chromium';
/** For `test(name, { skip })`: why nobody walks, or false. */
export const nobodyWalks = noServer || noChromium;

export const desktop = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' };
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'zh-CN', colorScheme: 'dark' };

/** The application at a server that sends mails to an inbox, and Chromium. */
async function openSite(t, folder) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer(t, '--config', config, '--site-url', url, '--redirect-url', `${url}/auth/callback`, '--send-interval', '0');
  const { said } = await startExample(t, server, port);
  const eyes = await openEyes(t, folder);
  return { server, url, said, eyes, inbox: new Inbox(server.url), open: (options = desktop) => eyes.open({ baseURL: url, ...options }) };
}

/** All walks, one after the other; `how` each page is looked at: `glance`, or `look`. Pictures go to build/pictures/`folder`. */
export async function walkThrough(t, walks, folder, how) {
  const site = await openSite(t, folder);
  const look = (page, name) => site.eyes[how](page, name);
  for (const [name, walk] of Object.entries(walks)) await t.test(name, () => walk({ ...site, look }));
  assert.deepEqual(site.eyes.faults, []);
  assert.doesNotMatch(site.said.text, /Unhandled|⨯/);
}

export const alertOf = (page) => page.getByRole('main').getByRole('alert');
export const statusOf = (page) => page.getByRole('main').getByRole('status');
export const submit = (page) => page.locator('main .fields .button').first().click();

export async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.fill(`main .card [name="${name}"]`, value);
}

/** Signs somebody up and follows the link of the mail. */
export async function signUp(page, inbox, { name, email, password }) {
  await page.goto('/sign-up');
  await fill(page, { 'data.full_name': name, email, password });
  await submit(page);
  await statusOf(page).waitFor();
  await press(page, await inbox.last(email, { kind: 'signup' }));
  await page.waitForURL('**/account');
}

/** Opens the link of a mail and presses the button of its page. */
export async function press(page, { link }) {
  await page.goto(link);
  await page.getByRole('button').last().click();
}

export async function signIn(page, email, password) {
  await page.goto('/sign-in');
  await fill(page, { email, password });
  await submit(page);
}

export async function signOut(page) {
  await page.locator('form[action$="sign-out"] button').first().click();
  await page.waitForURL('**/sign-in');
}
