// The web account has shown a code: take it, look who it is, agree, and say the number there.
const { attempt } = require('../../failures');
const { texts } = require('../../texts');

Page({
  data: { t: {}, step: 'code', typed: '', preview: null, number: '', busy: false, error: '' },

  onLoad() {
    this.setData({ t: texts() });
  },

  onUnload() {
    this.isLeft = true;
  },

  scan() {
    wx.scanCode({ scanType: ['qrCode'], success: ({ result }) => this.redeem(result), fail: () => undefined });
  },

  onTyped({ detail }) {
    this.setData({ typed: detail.value });
  },

  next() {
    return this.redeem(this.data.typed);
  },

  redeem(bindCode) {
    return attempt(this, async () => {
      const { bindingId, preview } = await getApp().hufu.redeemBindCode({ bindCode: bindCode.trim(), platform: 'web' });
      this.bindingId = bindingId;
      this.setData({ step: 'preview', preview });
    });
  },

  async accept() {
    const { hufu } = getApp();
    const { bindingId } = this;
    await attempt(this, async () => {
      const { number } = await hufu.acceptBinding({ bindingId });
      this.setData({ step: 'number', number });
    });
    if (this.data.step !== 'number') return;
    // This may take minutes; nothing spins meanwhile.
    try {
      await hufu.waitForBinding({ bindingId, since: 'accepted' });
      if (!this.isLeft) this.setData({ step: 'done' });
    } catch (error) {
      if (!this.isLeft) await attempt(this, () => Promise.reject(error));
    }
  },

  decline() {
    return attempt(this, async () => {
      await getApp().hufu.declineBinding({ bindingId: this.bindingId });
      this.leave();
    });
  },

  leave() {
    wx.navigateBack();
  },
});
