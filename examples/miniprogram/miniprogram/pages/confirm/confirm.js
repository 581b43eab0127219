// The other way round: a code for the web, and whoever came with it is confirmed by the number there.
const { attempt } = require('../../failures');
const { texts } = require('../../texts');

Page({
  data: { t: {}, step: 'code', bindCode: '', left: '', preview: null, typed: '', busy: false, error: '' },

  onLoad() {
    this.setData({ t: texts() });
    return this.issue();
  },

  onUnload() {
    this.isLeft = true;
    clearInterval(this.ticking);
  },

  /** Shows the minutes and seconds that the code is still good. */
  countDown(leftMs) {
    const endsAt = Date.now() + leftMs;
    const tick = () => {
      const seconds = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
      const two = seconds % 60 < 10 ? `0${seconds % 60}` : seconds % 60;
      this.setData({ left: `${this.data.t.goodFor} ${Math.floor(seconds / 60)}:${two}` });
    };
    tick();
    this.ticking = setInterval(tick, 1000);
  },

  async issue() {
    const { hufu } = getApp();
    await attempt(this, async () => {
      const { bindingId, bindCode, expiresInMs } = await hufu.createBindCode({ target: 'web' });
      this.bindingId = bindingId;
      this.setData({ bindCode });
      this.countDown(expiresInMs);
    });
    if (!this.bindingId) return;
    try {
      let { state, preview } = await hufu.waitForBinding({ bindingId: this.bindingId, since: 'issued' });
      // Somebody has come; they may still say no.
      if (state === 'pending') ({ state, preview } = await hufu.waitForBinding({ bindingId: this.bindingId, since: 'pending' }));
      if (!this.isLeft) this.setData({ step: 'number', preview });
    } catch (error) {
      if (!this.isLeft) await attempt(this, () => Promise.reject(error));
    } finally {
      clearInterval(this.ticking);
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
