// examples/miniprogram on somebody's phone, against the mock server.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startServer } from '../../../tests/support/server.js';
import { createClient } from './client.js';
import { fakeWx } from './miniprogram.js';
import { openApp } from './miniprogram_app.js';

/** Where the mini-program is. */
export const root = fileURLToPath(new URL('../../../examples/miniprogram/miniprogram/', import.meta.url));

/** Opens the example on a phone; what it stores synchronously outlives a restart with the same `kept`. */
export async function phone(t, { server, kept = new Map(), language = 'zh_CN', stored, person, shopUrl = 'http://127.0.0.1:1', entered } = {}) {
  server ??= await startServer(t);
  person ??= await server.person();
  const wx = fakeWx(person, {
    getStorageSync: (key) => kept.get(key) ?? '',
    setStorageSync: (key, value) => kept.set(key, value),
    getAppBaseInfo: () => ({ SDKVersion: '3.6.1', language }),
    // A picture of the album would pass for a screen, and nothing would warn.
    scanCode: ({ onlyFromCamera, success }) => onlyFromCamera && success(typeof wx.scanned === 'string' ? { result: wx.scanned } : wx.scanned),
  });
  if (stored) stored.forEach((value, key) => wx.stored.set(key, value));
  const config = { baseUrl: server.url, shopUrl, mock: true };
  const app = openApp(root, wx, { replaced: { [join(root, 'config.js')]: config }, entered });
  t.after(() => app.instance.hufu.close());
  return { server, app, wx: Object.assign(wx, { person }), kept };
}

/** The same, signed in by a tap. */
export async function signedIn(t, options) {
  const opened = await phone(t, options);
  await opened.app.sees('微信登录');
  opened.app.tap('微信登录');
  await opened.app.sees('退出登录');
  await opened.app.sees('尚未绑定');
  return opened;
}

/** A web page of somebody whom Clerk knows. */
export async function webPage(t, server) {
  const { userId } = await server.control('POST', '/clerk/users', { firstName: 'Ada', email: 'ada@example.com' });
  const token = async () => (await server.control('POST', '/clerk/session-tokens', { userId })).token;
  const client = createClient({ baseUrl: server.url, platform: 'web', session: 'borrowed', host: { credential: token } });
  t.after(() => client.close());
  return client;
}
