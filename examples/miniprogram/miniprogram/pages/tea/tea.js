// The menu of the shop, and the basket: one for both halves once they are bound.
const config = require('../../config');
const { attempt } = require('../../failures');
const { language, texts } = require('../../texts');

Page({
  data: { t: {}, teas: [], basket: [], sum: 0, busy: false, error: '' },

  onLoad() {
    this.setData({ t: texts() });
    return attempt(this, async () => {
      const { data } = await getApp().hufu.request({ url: `${config.shopUrl}/api/teas` });
      this.setData({ teas: data.map((tea) => ({ ...tea, name: tea.name[language()], note: tea.note[language()] })) });
      await this.ask();
    });
  },

  order({ currentTarget }) {
    return attempt(this, () => this.ask({ method: 'POST', data: { tea: currentTarget.dataset.tea } }));
  },

  /** As `wx.request`, signed: the shop's guard knows who asks, of either half. */
  async ask(options) {
    const { statusCode, data } = await getApp().hufu.request({ url: `${config.shopUrl}/api/orders`, ...options });
    if (statusCode >= 300) throw new Error(`${config.shopUrl}: ${statusCode}`);
    const basket = data.map(({ id, tea, platform }) => {
      const { name, price, colour } = this.data.teas.find((one) => one.id === tea);
      return { id, name, price, colour, from: platform === 'miniprogram' ? this.data.t.fromWechat : this.data.t.fromWeb };
    });
    this.setData({ basket, sum: basket.reduce((all, { price }) => all + price, 0) });
  },
});
