// A page or a program shows a code and a number: whoever holds the phone lets it in.
const { attempt } = require('../../failures');
const { texts } = require('../../texts');

Page({
  data: { t: {}, step: 'number', clientName: '', typed: '', busy: false, error: '' },

  onLoad({ code }) {
    this.userCode = code;
    this.setData({ t: texts() });
    return attempt(this, async () => {
      const { clientName } = await getApp().hufu.previewDevice({ userCode: code });
      this.setData({ clientName });
    });
  },

  onTyped({ detail }) {
    this.setData({ typed: detail.value });
  },

  approve() {
    return attempt(this, async () => {
      await getApp().hufu.approveDevice({ userCode: this.userCode, number: this.data.typed });
      this.setData({ step: 'done' });
    });
  },

  deny() {
    return attempt(this, async () => {
      await getApp().hufu.denyDevice({ userCode: this.userCode });
      this.leave();
    });
  },

  leave() {
    wx.navigateBack();
  },
});
