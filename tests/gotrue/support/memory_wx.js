// A fake `wx`: storage that outlives the client, and wx.request over fetch. Its header names are those
// the server sent, its data is parsed JSON, as WeChat has it.

export function fakeWx(storage = new Map()) {
  return {
    storage,
    getStorageSync: (key) => storage.get(key) ?? '',
    setStorageSync: (key, value) => void storage.set(key, value),
    removeStorageSync: (key) => void storage.delete(key),
    request({ url, method = 'GET', data, header = {}, success, fail }) {
      const body = method === 'GET' ? undefined : data;
      fetch(url, { method, headers: header, body }).then(async (response) => {
        const text = await response.text();
        success({
          statusCode: response.status,
          header: Object.fromEntries(response.headers),
          data: text === '' ? '' : JSON.parse(text),
          errMsg: 'request:ok',
        });
      }).catch((error) => fail({ errMsg: `request:fail ${error.message}` }));
    },
  };
}
