// The web account has shown a code: take it, look who it is, agree, and say the number there.
const { attempt } = require('../../failures');
const { answer, goOn, toAnswer } = require('../../launch');
const { texts } = require('../../texts');

/** WeChat's number for a code of the mini-program that was scanned. */
const scannedHere = 1047;

Page({
  data: { t: {}, step: 'code', typed: '', preview: null, sentAs: '', number: '', busy: false, error: '' },

  onLoad() {
    this.setData({ t: texts() });
    // The code was scanned by WeChat itself, which opened the mini-program.
    const found = toAnswer();
    if (!found) return;
    const { binding, bindCode, sentAs = '' } = found;
    this.setData({ sentAs });
    if (binding) return this.look(binding);
    this.redeemed = { bindCode, platform: 'web' };
    this.setData({ step: 'merge' });
  },

  onUnload() {
    this.isLeft = true;
  },

  /** From a screen only: a picture that somebody sent is nobody's screen. */
  scan() {
    wx.scanCode({ scanType: ['qrCode', 'wxCode'], onlyFromCamera: true, success: (seen) => this.take(seen), fail: () => undefined });
  },

  /** A code of this mini-program, whose `path` WeChat gives; a link that leads to it; a page that asks to be signed in; a bind code. */
  take({ result, path }) {
    const [, scene] = /[?&]scene=([^&]+)/.exec(path || result) || [];
    if (scene) return attempt(this, () => goOn({ scene: scannedHere, query: { scene } }));
    const [, code] = /\/device\?user_code=([\w-]+)$/.exec(result) || [];
    if (code) return answer({ userCode: code });
    return this.redeem(result);
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
        if (error.code === 'identity_in_use') this.setData({ step: 'merge' });
        else if (!(await this.isOfSignIn(error))) throw error;
      }
    });
  },

  /** A page that wants to sign in shows a code of the same form: what binds nothing may be one of these. */
  async isOfSignIn({ code }) {
    if (code !== 'bind_code_invalid') return false;
    const userCode = this.redeemed.bindCode.replace(/\s/g, '');
    const isOne = await getApp().hufu.previewDevice({ userCode }).then(() => true, () => false);
    if (isOne) answer({ userCode });
    return isOne;
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
    wx.reLaunch({ url: '/pages/me/me' });
  },
});
