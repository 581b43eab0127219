const { createClient, wxHost } = require('hufu');

const config = require('./config');
const { mockCredential } = require('./mock');

App({
  onLaunch() {
    const credential = config.mock ? mockCredential(config.baseUrl) : undefined;
    // One client for the whole mini-program: it holds the session, and the queue of requests.
    this.hufu = createClient({
      baseUrl: config.baseUrl,
      origins: [config.shopUrl],
      host: wxHost(wx, { encrypt: true, credential }),
    });
    this.hufu.on(({ kind, state }) => {
      // Nobody is sent away by an outage: this comes only when the session is really over.
      if (kind === 'signed_out' || state === 'needs_user') wx.reLaunch({ url: '/pages/welcome/welcome' });
    });
  },
});
