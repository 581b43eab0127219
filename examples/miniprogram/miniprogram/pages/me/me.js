const { chosenAvatar, phoneCode } = require('hufu');

const { attempt } = require('../../failures');
const { texts } = require('../../texts');

Page({
  data: { t: {}, profile: null, avatar: '', isJoined: false, hasPhone: false, busy: false, error: '' },

  onLoad() {
    this.setData({ t: texts() });
  },

  onShow() {
    return attempt(this, async () => this.show(await getApp().hufu.fetchProfile()));
  },

  show(profile) {
    const providers = profile.identities.map(({ provider }) => provider);
    this.setData({
      profile,
      avatar: profile.avatarUrl || '/images/person.svg',
      isJoined: providers.some((provider) => provider !== 'wechat' && provider !== 'phone'),
    });
  },

  /** The picture has to be uploaded: the path is good only until the mini-program ends. */
  onAvatar(event) {
    return attempt(this, async () => this.show(await getApp().hufu.uploadAvatar({ file: chosenAvatar(event) })));
  },

  /** The name is read from the form, because WeChat may still empty the field when it is left. */
  onName({ detail }) {
    return attempt(this, async () => {
      const nickname = detail.value.nickname.trim();
      if (!nickname) return;
      this.show(await getApp().hufu.updateProfile({ nickname }));
      wx.showToast({ title: this.data.t.saved });
    });
  },

  onPhone(event) {
    return attempt(this, async () => {
      this.show(await getApp().hufu.bindPhone({ code: phoneCode(event) }));
      this.setData({ hasPhone: true });
    });
  },

  tea() {
    wx.navigateTo({ url: '/pages/tea/tea' });
  },

  shop() {
    wx.navigateTo({ url: '/pages/web/web' });
  },

  bind() {
    wx.navigateTo({ url: '/pages/bind/bind' });
  },

  confirm() {
    wx.navigateTo({ url: '/pages/confirm/confirm' });
  },

  unbind() {
    return attempt(this, async () => {
      await getApp().hufu.unbind({ provider: 'web' });
      this.show(await getApp().hufu.fetchProfile());
    });
  },

  signOut() {
    return attempt(this, () => getApp().hufu.signOut());
  },
});
