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
    wx.scanCode({ scanType: ['qrCode'], success: ({ result }) => this.take(result), fail: () => undefined });
  },

  /** A bind code, or the address of a page that asks to be signed in. */
  take(scanned) {
    const [, code] = /\/device\?user_code=([\w-]+)$/.exec(scanned) || [];
    if (code) return wx.redirectTo({ url: `/pages/approve/approve?code=${code}` });
    return this.redeem(scanned);
  },

  onTyped({ detail }) {
    this.setData({ typed: detail.value });
  },

  next() {
    return this.redeem(this.data.typed);
  },

  redeem(bindCode) {
    this.redeemed = { bindCode: bindCode.trim(), platform: 'web' };
    return attempt(this, async () => {
      try {
        this.look(await getApp().hufu.redeemBindCode(this.redeemed));
      } catch (error) {
        if (error.code !== 'identity_in_use') throw error;
        this.setData({ step: 'merge' });
      }
    });
  },

  /** Who has ordered here would be absorbed, and is asked: the same code once more, because they want it. */
  merge() {
    return attempt(this, async () => {
      this.look(await getApp().hufu.mergeAccounts({ ...this.redeemed, survivor: 'issuer' }));
    });
  },

  look({ bindingId, preview }) {
    this.bindingId = bindingId;
    this.setData({ step: 'preview', preview });
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
