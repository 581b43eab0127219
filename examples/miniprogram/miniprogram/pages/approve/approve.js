// Somebody wants to be signed in as whoever holds this phone: on another screen, or in the phone's own browser.
const { attempt } = require('../../failures');
const { toAnswer } = require('../../launch');
const { texts } = require('../../texts');

/** A code that was scanned, or a link that was tapped: what `launch` has found. */
const scanned = (hufu, { scanId, ...launched }) => ({
  look: () => launched,
  approve: (number) => hufu.approveScan(number ? { scanId, number } : { scanId }),
  deny: () => hufu.denyScan({ scanId }),
});

/** A code that was typed: it belongs to another screen, which shows a number. */
const typed = (hufu, userCode) => ({
  look: async () => ({ ...(await hufu.previewDevice({ userCode })), opened: 'sign_in', numberNeeded: true }),
  approve: (number) => hufu.approveDevice({ userCode, number }),
  deny: () => hufu.denyDevice({ userCode }),
});

Page({
  data: { t: {}, step: 'look', asks: null, typed: '', returnCode: '', busy: false, error: '' },

  onLoad() {
    const { hufu } = getApp();
    const found = toAnswer();
    if (!found) return this.leave();
    this.way = found.userCode ? typed(hufu, found.userCode) : scanned(hufu, found);
    this.setData({ t: texts() });
    return attempt(this, async () => this.setData({ asks: await this.way.look() }));
  },

  onTyped({ detail }) {
    this.setData({ typed: detail.value });
  },

  approve() {
    return attempt(this, async () => {
      const { returnCode = '' } = (await this.way.approve(this.data.typed)) || {};
      this.setData({ step: returnCode ? 'return' : 'done', returnCode });
    });
  },

  deny() {
    return attempt(this, async () => {
      await this.way.deny();
      this.leave();
    });
  },

  copy() {
    wx.setClipboardData({ data: this.data.returnCode });
  },

  leave() {
    wx.reLaunch({ url: '/pages/me/me' });
  },
});
