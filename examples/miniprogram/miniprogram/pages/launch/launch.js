// The one page to which codes and links of the web lead: named at WeChat, and at the backend by --wechat-page.
const { attempt } = require('../../failures');
const { goOn } = require('../../launch');
const { texts } = require('../../texts');

Page({
  data: { t: {}, busy: false, error: '' },

  onLoad({ scene, q }) {
    this.setData({ t: texts() });
    // How it was opened counts as well (scanned from a screen, or from a picture): all of it is in the options, not in the query.
    const options = scene || q ? wx.getEnterOptionsSync() : undefined;
    return attempt(this, () => goOn(options));
  },

  leave() {
    wx.reLaunch({ url: '/pages/welcome/welcome' });
  },
});
