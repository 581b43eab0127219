// Plays WeChat's part against hufu-mock-server: a person who is made at the first sign-in, and codes for them.
// A mini-program that is published has nothing like this.

const key = 'mock.person';

/** For `wxHost`: gives the codes that `wx.login` gives elsewhere. */
function mockCredential(baseUrl) {
  const codeOf = async (personId) => (await control(baseUrl, '/wechat/login-codes', { personId })).code;
  return () =>
    codeOf(wx.getStorageSync(key)).catch(async () => {
      // The first time; and a server that was started anew knows nobody.
      const { personId } = await control(baseUrl, '/wechat/people', { nickname: '虎子' });
      wx.setStorageSync(key, personId);
      return codeOf(personId);
    });
}

function control(baseUrl, path, data) {
  return new Promise((resolve, reject) => {
    wx.request({
      url: `${baseUrl}/_control${path}`,
      method: 'POST',
      data,
      success: ({ statusCode, data: answer }) =>
        statusCode < 300 ? resolve(answer) : reject(new Error('is hufu-mock-server running with --control?')),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    });
  });
}

module.exports = { mockCredential };
