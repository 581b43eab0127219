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
      const { url, method = 'GET', header, data, dataType = 'json' } = asked;
      const isText = typeof data === 'string' || data === undefined;
      return transfer('request', asked, async (signal) => {
        const init = { method, headers: { 'Content-Type': 'application/json', ...header }, redirect: 'manual', signal };
        const answer = await answerOf(await fetch(url, { ...init, body: isText ? data : JSON.stringify(data) }));
        return dataType === 'json' ? { ...answer, data: parsed(answer.data) } : answer;
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

async function answerOf(response) {
  return { statusCode: response.status, data: await response.text(), header: Object.fromEntries(response.headers) };
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
