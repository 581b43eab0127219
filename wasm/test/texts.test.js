// What errors say, in which language; and that nobody carries a language that they have not asked for.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import { createClient, HufuError, init } from '../dist/node.js';
import { languageFor, zhCN } from '../dist/zh-CN.js';
import { createServerClient } from './support/next.js';

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const catalogue = (language) => JSON.parse(read(`../core/texts/${language}.json`));
const texts = { en: catalogue('en'), zh: catalogue('zh-CN') };
const codes = Object.keys(texts.en.errors);

// First, for no core may be there yet.
test('a failure that two clients share is said to each in its language', async (t) => {
  await assert.rejects(init('/nowhere/core.wasm'));
  const clients = [zhCN, undefined].map((language) => createClient({ baseUrl: 'https://api.example.com', language }));
  t.after(() => clients.forEach((client) => client.close()));
  const [chinese, english] = await Promise.all(clients.map((client) => client.ready().catch((error) => error)));
  assert.equal(chinese.cause, english.cause, 'the core was loaded for both at once');
  assert.ok(english.message.startsWith(texts.en.errors.host_fault), english.message);
  assert.ok(chinese.message.startsWith(texts.zh.errors.host_fault), chinese.message);
  await init(new URL('../dist/core.wasm', import.meta.url));
});

test('every code speaks English by itself, Chinese when it is asked to', () => {
  assert.ok(codes.length > 30);
  for (const code of codes) {
    const error = new HufuError(code, { action: 'retry' });
    assert.equal(error.message, texts.en.errors[code]);
    assert.equal(error.messageIn(zhCN), texts.zh.errors[code]);
  }
});

test('what is known besides the code is said as the core says it', () => {
  const samples = JSON.parse(read('../tests/vectors/texts/messages.json'));
  assert.ok(samples.length >= 5);
  for (const { error: { code, detail, retry_after_ms: retryAfterMs }, ...said } of samples) {
    const error = new HufuError(code, { action: 'retry', detail, retryAfterMs });
    assert.deepEqual({ en: error.message, 'zh-CN': error.messageIn(zhCN) }, said);
  }
});

test('a client that was given a language speaks it wherever it fails', async (t) => {
  const host = { fetch: () => Promise.reject(new TypeError('no network')) };
  const options = { baseUrl: 'https://api.example.com', host, language: zhCN };
  const says = (code) => (error) => {
    assert.ok(error instanceof HufuError);
    assert.equal(error.code, code);
    assert.equal(error.message, error.messageIn(zhCN));
    assert.match(error.message, /^[\u4e00-\u9fff]/);
    return true;
  };
  assert.throws(() => createClient({ ...options, baseUrl: 'ftp://x' }), says('invalid_argument'));
  const client = createClient(options);
  t.after(() => client.close());
  await assert.rejects(client.signInWithWechat({ code: 'c' }), says('network'));
  await assert.rejects(client.fetchProfile(), says('signed_out'));
  await assert.rejects(client.fetchProfile({ signal: AbortSignal.abort() }), says('cancelled'));
  await assert.rejects(client.fetch('https://other.example.com/'), says('origin_refused'));
  assert.throws(() => client.authorize('https://other.example.com/'), says('origin_refused'));
  const leaving = client.signInWithWechat({ code: 'c' });
  client.close();
  await assert.rejects(leaving, says('cancelled'));
});

test('a client for one request of Next.js speaks the language of its visitor', async () => {
  const cookies = { getAll: () => [], set: () => assert.fail('nothing is to be set') };
  const answers = ['zh-Hans-CN,zh;q=0.9,en;q=0.8', 'en-GB,zh;q=0.5'].map((wish) => {
    const options = { baseUrl: 'https://api.example.com', language: languageFor(wish, [zhCN]) };
    return createServerClient(cookies, options).fetchProfile().catch(({ message }) => message);
  });
  assert.deepEqual(await Promise.all(answers), [texts.zh.errors.signed_out, texts.en.errors.signed_out]);
});

test('another client of the same program speaks English', async (t) => {
  const client = createClient({ baseUrl: 'https://api.example.com' });
  t.after(() => client.close());
  await assert.rejects(client.fetchProfile(), { message: texts.en.errors.signed_out });
});

test('a wish for a language is understood as the core does', () => {
  const wishes = JSON.parse(read('../tests/vectors/texts/languages.json'));
  assert.ok(wishes.length > 30);
  for (const [wish, tag] of wishes) assert.equal((languageFor(wish, [zhCN]) ?? { tag: 'en' }).tag, tag, wish);
  assert.equal(languageFor(['fr', 'zh-Hans-CN', 'en'], [zhCN]), zhCN);
  for (const nothing of [null, undefined, []]) assert.equal(languageFor(nothing, [zhCN]), undefined);
  assert.equal(languageFor('zh-CN', []), undefined);
});

test('a page carries Chinese only if it imports it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-'));
  const bundled = async (text) => {
    const entry = join(folder, 'page.js');
    writeFileSync(entry, text);
    const alias = { hufu: fileURLToPath(new URL('../dist/browser.js', import.meta.url)) };
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm', minify: true, charset: 'utf8', alias, external: ['*.wasm'] });
    return outputFiles[0].text;
  };
  const page = "import { createClient } from 'hufu'; createClient({ baseUrl: 'https://api.example.com' });";
  const chinese = fileURLToPath(new URL('../dist/zh-CN.js', import.meta.url));
  assert.doesNotMatch(await bundled(page), /[\u4e00-\u9fff]|\\u[4-9][0-9a-f]{3}/i);
  const both = await bundled(`import { zhCN } from ${JSON.stringify(chinese)}; ${page} console.log(zhCN);`);
  assert.ok(both.includes(texts.zh.errors.network));
  assert.doesNotMatch(both, /hant/, 'nor the finding of a language, unless it is called');
  for (const file of ['dist/browser.js', 'dist/miniprogram.js', 'miniprogram_dist/index.js']) {
    assert.doesNotMatch(read(file), /[\u4e00-\u8fff]{3}|(\\u[4-8][0-9a-f]{3}){3}/i, file);
  }
});
