// A `wx` for Node: what a mini-program's code asks WeChat for, so that it can be tried without the developer tool.
const { readFile } = require('node:fs/promises');
const { basename } = require('node:path');

/** Callbacks of `wx` never come before the call has returned. */
const later = (call, given) => void setTimeout(() => call?.(given), 0);

/** For a person of the mock server; see index.d.ts. */
function wxOf(person, openData) {
  const kept = new Map();
  // What was written encrypted can be read only so.
  const shelf = ({ key, encrypt = false }) => `${encrypt ? 'encrypted' : 'plain'} ${key}`;
  const plain = (key) => shelf({ key });
  const told = (name, work, { success, fail, complete }) =>
    work().then(
      (answer) => [success, complete].forEach((call) => later(call, { errMsg: `${name}:ok`, ...answer })),
      (error) => [fail, complete].forEach((call) => later(call, { errMsg: `${name}:fail ${error.message}` })),
    );

  return {
    request(asked) {
      const { method = 'GET', dataType = 'json', responseType } = asked;
      return transfer('request', asked, async (signal) => {
        const headers = new Headers(asked.header);
        if (!headers.has('content-type')) headers.set('content-type', 'application/json');
        const { url, body } = sentOf(asked, method, headers.get('content-type'));
        const answer = await answerOf(await fetch(url, { method, headers, redirect: 'manual', signal, body }), responseType);
        return dataType === 'json' && responseType !== 'arraybuffer' ? { ...answer, data: parsed(answer.data) } : answer;
      });
    },
    uploadFile(asked) {
      const { url, filePath, name, header } = asked;
      return transfer('uploadFile', asked, async (signal) => {
        const form = new FormData();
        form.set(name, new Blob([await readFile(filePath)], { type: 'image/png' }), basename(filePath));
        const { statusCode, data } = await answerOf(await fetch(url, { method: 'POST', headers: header, body: form, signal }));
        return { statusCode, data };
      });
    },
    login: (asked) => void told('login', async () => ({ code: await person.loginCode() }), asked),
    getUserInfo: (asked) => void told('getUserInfo', openData, asked),
    getRandomValues({ length, ...asked }) {
      const values = async () => ({ randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer });
      void told('getRandomValues', values, asked);
    },
    getStorage(asked) {
      const found = async () => {
        if (!kept.has(shelf(asked))) throw new Error('data not found');
        return { data: kept.get(shelf(asked)) };
      };
      void told('getStorage', found, asked);
    },
    setStorage: (asked) => void told('setStorage', async () => void kept.set(shelf(asked), asked.data), asked),
    removeStorage(asked) {
      const forget = async () => [true, false].forEach((encrypt) => kept.delete(shelf({ key: asked.key, encrypt })));
      void told('removeStorage', forget, asked);
    },
    getStorageSync: (key) => kept.get(plain(key)) ?? '',
    setStorageSync: (key, data) => void kept.set(plain(key), data),
    removeStorageSync: (key) => void kept.delete(plain(key)),
    getStorageInfoSync: () => ({ keys: [...kept.keys()].filter((at) => at.startsWith(plain(''))).map((at) => at.slice(plain('').length)) }),
    getAppBaseInfo: () => ({ SDKVersion: '3.6.1', language: 'zh_CN' }),
    onAppShow() {},
    onAppHide() {},
  };

  function transfer(name, asked, send) {
    const stop = new AbortController();
    const sent = () => send(stop.signal).catch(() => Promise.reject(new Error(stop.signal.aborted ? 'abort' : '')));
    void told(name, sent, asked);
    return { abort: () => stop.abort() };
  }
}

/** `data` as WeChat sends it: with GET in the address, else as it is, as a form where the header says so, or as JSON. */
function sentOf({ url, data }, method, type) {
  if (data === undefined || typeof data === 'string' || data instanceof ArrayBuffer) return { url, body: data };
  const form = Object.entries(data).map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  if (method === 'GET') return { url: form ? `${url}${url.includes('?') ? '&' : '?'}${form}` : url };
  return { url, body: /^application\/x-www-form-urlencoded/i.test(type) ? form : JSON.stringify(data) };
}

async function answerOf(response, responseType) {
  const data = await (responseType === 'arraybuffer' ? response.arrayBuffer() : response.text());
  return { statusCode: response.status, data, header: Object.fromEntries(response.headers) };
}

// As `dataType: 'json'` says: text that is no JSON stays text.
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

exports.wxOf = wxOf;
