// On what screen a page is: by names that browsers have.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { screenKind } from '../dist/react.js';

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0';
const android = `Mozilla/5.0 (Linux; Android 14; 23049RAD8C) ${chrome} Mobile Safari/537.36`;
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const wechat = 'MicroMessenger/8.0.50(0x28003253) NetType/WIFI Language/zh_CN';

for (const [kind, names] of [
  ['desk', [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`, `${mac} Version/17.5 Safari/605.1.15`, `Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/127.0`, '']],
  ['desk', [`Mozilla/5.0 (Windows NT 6.1; WOW64) ${chrome} MicroMessenger/6.5.2.501 NetType/WIFI WindowsWechat`, `${mac} MicroMessenger/6.8.0(0x16080000) MacWechat/3.8.7 NetType/WIFI`]],
  ['phone', [android, `${iphone} Version/17.5 Safari/604.1`, 'Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X)', 'Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1']],
  ['wechat', [`${android} ${wechat}`, `${iphone} ${wechat}`]],
  ['web_view', [`${android} ${wechat} miniProgram/wx0123456789abcdef`, `${iphone} ${wechat} miniProgram`, `${mac} MicroMessenger/6.8.0 MacWechat/3.8.7 miniProgram/wx01`]],
]) {
  test(`${kind}, by ${names[0] || 'no name'}`, () => {
    for (const name of names) assert.equal(screenKind(name), kind, name);
  });
}

test('in a page by its own browser; an iPad calls itself a Mac', (t) => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  t.after(() => (before ? Object.defineProperty(globalThis, 'navigator', before) : delete globalThis.navigator));
  for (const [maxTouchPoints, kind] of [[0, 'desk'], [5, 'phone']]) {
    Object.defineProperty(globalThis, 'navigator', { value: { userAgent: mac, maxTouchPoints }, configurable: true });
    assert.equal(screenKind(), kind);
    assert.equal(screenKind(android), 'phone');
  }
});

test('on a server, by the header, which may be missing', () => {
  assert.equal(screenKind(new Headers().get('user-agent')), 'desk');
  assert.equal(screenKind(new Headers({ 'user-agent': `${android} ${wechat}` }).get('user-agent')), 'wechat');
});
