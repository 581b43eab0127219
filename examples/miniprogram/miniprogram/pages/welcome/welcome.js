const { attempt } = require('../../failures');
const { texts } = require('../../texts');

Page({
  data: { t: {}, busy: false, error: '' },

  async onLoad() {
    this.setData({ t: texts() });
    await attempt(this, async () => {
      // Reads the stored session; no request.
      const { state } = await getApp().hufu.session();
      if (state === 'signed_in') this.enter();
    });
  },

  signIn() {
    return attempt(this, async () => {
      await getApp().hufu.signInWithWechat();
      this.enter();
    });
  },

  enter() {
    wx.reLaunch({ url: '/pages/me/me' });
  },
});
