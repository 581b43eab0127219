// As much of a mini-program as Authing's SDK touches: wx with requests and storage, and a realm of its
// own that has neither `process` nor `window`, so that packages take the way they take on a phone.
import { readFileSync, existsSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

/** wx of one person's phone. What it stores is kept in `storageFile`, as it is between two starts of a
 * mini-program. */
export function makeWx({ storageFile, nextCode }) {
  const stored = existsSync(storageFile) ? JSON.parse(readFileSync(storageFile, 'utf8')) : {};
  const keep = () => writeFileSync(storageFile, JSON.stringify(stored));
  const requests = [];
  return {
    requests,
    async login() {
      return { code: await nextCode(), errMsg: 'login:ok' };
    },
    setStorageSync(key, value) {
      stored[key] = value;
      keep();
    },
    // A missing key is the empty string, as on the phone.
    getStorageSync(key) {
      return key in stored ? structuredClone(stored[key]) : '';
    },
    removeStorageSync(key) {
      delete stored[key];
      keep();
    },
    request({ url, method = 'GET', data, header = {}, success, fail }) {
      const fields = Object.entries(header).filter(([, value]) => value !== undefined);
      requests.push({ url, method, header: Object.fromEntries(fields) });
      send(url, method, data, fields).then(success, () => fail({ errMsg: 'request:fail' }));
    },
  };
}

// Every status is a success, and JSON is parsed where it is some.
async function send(url, method, data, fields) {
  const body = data === undefined || typeof data === 'string' ? data : JSON.stringify(data);
  const response = await fetch(url, { method, headers: Object.fromEntries(fields), body });
  const text = await response.text();
  let parsed = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Text, then.
  }
  return {
    data: parsed,
    statusCode: response.status,
    header: Object.fromEntries(response.headers),
    errMsg: 'request:ok',
  };
}

/** Loads an installed package as it is, in a realm with these globals and no others. */
export function loadPackage(name, globals) {
  const context = vm.createContext({ console, setTimeout, clearTimeout, ...globals });
  const modules = new Map();
  const load = (file) => {
    if (modules.has(file)) return modules.get(file).exports;
    const module = { exports: {} };
    modules.set(file, module);
    const source = readFileSync(file, 'utf8');
    if (file.endsWith('.json')) {
      module.exports = JSON.parse(source);
      return module.exports;
    }
    const { resolve } = createRequire(file);
    const require = (wanted) => {
      if (isBuiltin(wanted)) throw new Error(`${wanted} does not exist in a mini-program`);
      return load(resolve(wanted));
    };
    const names = ['exports', 'require', 'module', '__filename', '__dirname'];
    const run = vm.compileFunction(source, names, { parsingContext: context, filename: file });
    run.call(module.exports, module.exports, require, module, file, path.dirname(file));
    return module.exports;
  };
  return load(createRequire(import.meta.url).resolve(name));
}
