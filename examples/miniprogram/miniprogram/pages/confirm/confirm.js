// The other way round: a code for the web, and whoever came with it is confirmed by the number there.
const { attempt } = require('../../failures');
const { texts } = require('../../texts');

Page({
  data: { t: {}, step: 'code', bindCode: '', preview: null, typed: '', busy: false, error: '' },

  onLoad() {
    this.setData({ t: texts() });
    return this.issue();
  },

  onUnload() {
    this.isLeft = true;
  },

  async issue() {
    const { hufu } = getApp();
    await attempt(this, async () => {
      const { bindingId, bindCode } = await hufu.createBindCode({ target: 'web' });
      this.bindingId = bindingId;
      this.setData({ bindCode });
    });
    if (!this.bindingId) return;
    try {
      let { state, preview } = await hufu.waitForBinding({ bindingId: this.bindingId, since: 'issued' });
      // Somebody has come; they may still say no.
      if (state === 'pending') ({ state, preview } = await hufu.waitForBinding({ bindingId: this.bindingId, since: 'pending' }));
      if (!this.isLeft) this.setData({ step: 'number', preview });
    } catch (error) {
      if (!this.isLeft) await attempt(this, () => Promise.reject(error));
    }
  },

  onTyped({ detail }) {
    this.setData({ typed: detail.value });
  },

  confirm() {
    return attempt(this, async () => {
      await getApp().hufu.confirmBinding({ bindingId: this.bindingId, number: this.data.typed });
      this.setData({ step: 'done' });
    });
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
