// The shop's page inside the mini-program: it opens signed in, by a ticket that is good once.
const config = require('../../config');
const { attempt } = require('../../failures');
const { texts } = require('../../texts');

Page({
  data: { t: {}, url: '', busy: false, error: '' },

  onLoad() {
    this.setData({ t: texts() });
    return this.open();
  },

  open() {
    return attempt(this, async () => {
      const { url } = await getApp().hufu.webViewUrl({ url: `${config.shopUrl}/tea` });
      this.setData({ url });
    });
  },
});
