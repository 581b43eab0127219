const { attempt } = require('../../failures');
const { texts } = require('../../texts');

Page({
  data: { t: {}, isOnTheWay: false, busy: false, error: '' },

  /** `next`: something was opened, and waits for the sign-in. */
  async onLoad({ next }) {
    this.setData({ t: texts(), isOnTheWay: next === 'launch' });
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
    wx.reLaunch({ url: this.data.isOnTheWay ? '/pages/launch/launch' : '/pages/me/me' });
  },
});
