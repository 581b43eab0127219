// What a row of the table finds: a server without people, clients, an inbox, an authenticator.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import { MemoryStorage } from './supabase.js';

export const serviceKey = 'service-key-of-the-tests';
export const password = 'correct horse battery';
export const ada = { email: 'ada@example.com', password };

/** The data of an answer that has no error. */
export function good({ data, error }) {
  assert.equal(error, null);
  return data;
}

/** What an authenticator shows for this secret, now or so many seconds later. */
export function oneTimeCode(secret, later = 0) {
  const now = new Date(Date.now() + later * 1000).toISOString();
  return execFileSync('oathtool', ['--totp', '--base32', `--now=${now}`, secret], { encoding: 'utf8' }).trim();
}

export class World {
  constructor(server, era) {
    this.server = server;
    this.era = era;
    this.storage = new MemoryStorage();
    this.client = this.browser(this.storage);
    this.auth = this.client.auth;
  }

  /** Another browser; with this one's storage it is this one after a restart. */
  browser(storage, auth) {
    return this.era.browserClient(this.server.url, storage, undefined, auth);
  }

  /** As an application's own server asks, with the key that may do everything. */
  get admin() {
    return this.era.browserClient(this.server.url, undefined, serviceKey).auth.admin;
  }

  switches(wish) {
    return this.server.control('PUT', '/oddities', wish);
  }

  /** The newest message to an address or a number. */
  async message(to) {
    const { messages } = await this.server.control('GET', `/inbox?to=${encodeURIComponent(to)}`);
    assert.ok(messages.length > 0, `nothing came to ${to}`);
    return messages[0];
  }

  /** Follows a link of a mail as a browser does; the address at the application where it ends. */
  async open(link) {
    const answer = await fetch(link, { redirect: 'manual' });
    assert.ok(answer.status >= 300 && answer.status < 400, `${link}: ${answer.status}`);
    return new URL(answer.headers.get('location'));
  }

  /** Signs Ada in here by a code: no password has to be hashed, which takes longer than all else. */
  async signIn() {
    good(await this.auth.signInWithOtp({ email: ada.email }));
    const { code } = await this.message(ada.email);
    return good(await this.auth.verifyOtp({ email: ada.email, token: code, type: 'email' }));
  }

  /** Signs Ada up; she is signed in here. */
  async signUp(more = {}) {
    return good(await this.auth.signUp({ ...ada, ...more }));
  }
}
