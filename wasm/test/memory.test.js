// A client that lives long does not grow (W4).
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { instantiate } from './core.js';
import { BASE, USER, grant, json } from './flows/recorder.js';

const REFRESHES = process.env.HUFU_TEST_FULL ? 100_000 : 20_000;
const LIFE = 900_000;

/** The shortest host that can sign in and refresh. */
class Host {
  constructor(core) {
    this.client = core.open({ base_url: BASE, platform: 'miniprogram' });
    this.now = { wall: 1_800_000_000_000, uptime: 0 };
    this.refreshes = 0;
    this.stored = null;
  }

  call(operation, args) {
    this.client.begin(operation, JSON.stringify(args), this.now);
    for (let text = this.client.next(); text !== null; text = this.client.next()) {
      const message = JSON.parse(text);
      if (message.type === 'done') assert.ok(message.value, text);
      if (message.type !== 'effect' || message.kind === 'unlock') continue;
      this.client.resolve(message.id, JSON.stringify(this.reply(message)), this.now);
    }
  }

  reply(effect) {
    if (effect.kind === 'http') {
      this.refreshes += 1;
      return json(200, { ...grant(this.refreshes), user: USER });
    }
    if (effect.kind === 'save') this.stored = effect.value;
    if (effect.kind === 'load') return { value: this.stored };
    return {};
  }
}

test(`memory stays flat over ${REFRESHES} refreshes`, () => {
  const core = instantiate();
  const size = () => core.exports.memory.buffer.byteLength;
  const host = new Host(core);
  host.call('sign_in_with_wechat', { code: 'c' });
  let early = 0;
  for (let i = 0; i < REFRESHES; i += 1) {
    host.now.wall += LIFE;
    host.now.uptime += LIFE;
    host.call('access_token', {});
    if (i === 1_000) early = size();
  }
  assert.equal(host.refreshes, REFRESHES + 1);
  assert.equal(size(), early);
});
