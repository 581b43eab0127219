// The place that a mini-program runs in, as far as the documents describe it: a bare context with the
// built-ins of the language, timers, `require`, WXWebAssembly, and a `wx` whose requests go to a real server.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

/** What the package has for mini-programs. */
export const folder = fileURLToPath(new URL('../../miniprogram_dist/', import.meta.url));
const usual = folder;

/** What WXWebAssembly gives differs: `{ instance, module }`, an instance, or an object without its class. */
export const shapes = {
  'both': ({ instance, module }) => ({ instance, module }),
  'an instance': ({ instance }) => instance,
  'a plain object': ({ instance }) => ({ instance: { exports: { ...instance.exports } } }),
};

/** A promise as iOS 15 and before have it: its callbacks come by setTimeout, after timers that were there before. */
const slowPromise = readFileSync(new URL('slow_promise.js', import.meta.url), 'utf8');

/**
 * A context for scripts of a mini-program.
 * `without`: no WXWebAssembly; `failures`: so often it rejects first; `slow`: promises by timers;
 * `folder`: where the package is.
 */
export function miniprogram({ shape = shapes.both, failures = 0, without = false, slow = false, globals = {}, folder = usual } = {}) {
  const asked = [];
  const WXWebAssembly = {
    instantiate: async (path, imports) => {
      asked.push(path);
      assert.equal(typeof path, 'string');
      assert.match(path, /\.wasm(\.br)?$/);
      if (asked.length <= failures) throw new Error('CompileError');
      return shape(await WebAssembly.instantiate(readFileSync(join(folder, 'core.wasm')), imports));
    },
  };
  const context = { setTimeout, clearTimeout, setInterval, clearInterval, console, ...globals };
  if (!without) context.WXWebAssembly = WXWebAssembly;
  vm.createContext(context, { codeGeneration: { strings: false, wasm: false } });
  // Gone on phones below: what only newer or other engines have.
  vm.runInContext(
    'delete globalThis.FinalizationRegistry; delete globalThis.WeakRef; delete globalThis.WebAssembly; delete globalThis.Atomics;',
    context,
  );
  if (slow) vm.runInContext(slowPromise, context, { filename: 'slow_promise.js' });

  const loaded = new Map();
  /** `require`, from files: by a relative path, or `hufu` and what lies beside it. */
  const requireFrom = (base, { deleted = () => false, replaced = {} }) => (name) => {
    const [, ours] = /^hufu(?:\/(.*))?$/.exec(name) ?? [];
    const path = name === 'hufu' ? 'index' : (ours ?? name);
    const file = join(name === 'hufu' || ours ? folder : base, path.endsWith('.js') ? path : `${path}.js`);
    if (replaced[file]) return replaced[file];
    if (deleted(file) || !existsSync(file)) throw new Error(`module '${name}' is not defined`);
    if (!loaded.has(file)) {
      const module = { exports: {} };
      loaded.set(file, module);
      const wrapped = `(function (require, module, exports) {${readFileSync(file, 'utf8')}\n})`;
      const run = vm.runInContext(wrapped, context, { filename: file });
      run.call(module.exports, requireFrom(dirname(file), { deleted, replaced }), module, module.exports);
    }
    return loaded.get(file).exports;
  };
  return { asked, require: (name, { base = folder, ...how } = {}) => requireFrom(base, how)(name) };
}

/** The package as `require('hufu')` gives it, with `asked`: the paths that WXWebAssembly was given. */
export function load(options = {}) {
  const place = miniprogram(options);
  const deleted = (file) => options.withoutPlain === true && file.includes('/plain/');
  return { ...place.require('hufu', { deleted }), asked: place.asked };
}

// As `dataType: 'json'` says: text stays text where it is no JSON.
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const later = (call, ...args) => setTimeout(() => call(...args), 0);

/** A `wx` whose requests go where they are sent; `person.code()` gives what wx.login gives. */
export function fakeWx(person, more = {}) {
  const stored = new Map();
  const heard = { show: [], hide: [] };
  const counts = { login: [], userInfo: [], random: 0, running: 0, most: 0, requests: [] };
  const shelf = (key, encrypt) => `${encrypt ? 'encrypted' : 'plain'} ${key}`;
  return {
    stored,
    counts,
    show: () => heard.show.forEach((hear) => hear()),
    hide: () => heard.hide.forEach((hear) => hear()),
    onAppShow: (hear) => heard.show.push(hear),
    onAppHide: (hear) => heard.hide.push(hear),
    getAppBaseInfo: () => ({ SDKVersion: '3.6.1' }),
    request({ url, method, header, data, dataType = 'json', success, fail }) {
      const stop = new AbortController();
      counts.requests.push(`${method} ${new URL(url).pathname}`);
      counts.most = Math.max(counts.most, ++counts.running);
      const body = typeof data === 'string' || data === undefined ? data : JSON.stringify(data);
      fetch(url, { method, headers: { 'Content-Type': 'application/json', ...header }, body, signal: stop.signal, redirect: 'manual' })
        .then(async (response) => {
          const text = await response.text();
          counts.running -= 1;
          // Mixed case, as phones do it.
          const head = Object.fromEntries([...response.headers].map(([name, value]) => [name.toUpperCase(), value]));
          success({ statusCode: response.status, data: dataType === 'json' ? parsed(text) : text, header: head, errMsg: 'request:ok' });
        })
        .catch(() => {
          counts.running -= 1;
          fail({ errMsg: stop.signal.aborted ? 'request:fail abort' : 'request:fail ' });
        });
      return { abort: () => stop.abort() };
    },
    uploadFile({ url, filePath, name, header, success, fail }) {
      counts.requests.push(`upload ${new URL(url).pathname}`);
      const form = new FormData();
      form.set(name, new Blob([readFileSync(filePath)], { type: 'image/png' }), 'a.png');
      fetch(url, { method: 'POST', headers: header, body: form })
        .then(async (response) => success({ statusCode: response.status, data: await response.text() }))
        .catch(() => fail({ errMsg: 'uploadFile:fail' }));
      return { abort() {} };
    },
    login({ success }) {
      counts.login.push(Date.now());
      void person.code().then((given) => success({ code: given, errMsg: 'login:ok' }));
    },
    getUserInfo({ withCredentials, success }) {
      assert.equal(withCredentials, true);
      counts.userInfo.push(counts.login.length);
      void person.data().then(({ encryptedData, iv }) => success({ encryptedData, iv, rawData: '', signature: '', errMsg: 'getUserInfo:ok' }));
    },
    getStorageInfoSync: () => ({ keys: [...stored.keys()].filter((at) => at.startsWith('plain ')).map((at) => at.slice(6)) }),
    getStorage({ key, encrypt, success, fail }) {
      const data = stored.get(shelf(key, encrypt));
      if (data === undefined) later(fail, { errMsg: 'getStorage:fail data not found' });
      else later(success, { data });
    },
    setStorage: ({ key, data, encrypt, success }) => later(() => (stored.set(shelf(key, encrypt), data), success())),
    removeStorage: ({ key, success }) =>
      later(() => {
        stored.delete(shelf(key, false));
        stored.delete(shelf(key, true));
        success();
      }),
    getRandomValues({ length, success }) {
      counts.random += 1;
      later(success, { randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer });
    },
    ...more,
  };
}
