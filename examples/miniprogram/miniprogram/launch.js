// A code was scanned, or a link tapped: what it asks for, and the page where that is answered.

/** The secret of a code or a link, which is good to merge by, too: as it stands in a code, or within the address of a link. */
function sceneOf({ query: { scene = '', q = '' } }) {
  const [, inAddress = ''] = /[?&]scene=([^&#]+)/.exec(decodeURIComponent(q)) || [];
  return decodeURIComponent(scene) || inAddress;
}

/** Goes on with `options`, as `onLaunch` gives them; without, with what had to wait for a sign-in. */
async function goOn(options) {
  const app = getApp();
  // What is found is kept for the page that comes.
  try {
    app.launched = await app.hufu.launch(options);
  } catch (error) {
    if (error.code !== 'identity_in_use') throw error;
    // Who has ordered on both halves is asked there, and merges.
    app.launched = { opened: 'binding', bindCode: sceneOf(options || wx.getEnterOptionsSync()) };
  }
  const { opened, needsSignIn } = app.launched;
  if (needsSignIn) return wx.reLaunch({ url: '/pages/welcome/welcome?next=launch' });
  if (opened === 'binding') return wx.redirectTo({ url: '/pages/bind/bind?launched=1' });
  if (opened) return wx.redirectTo({ url: '/pages/approve/approve' });
  return wx.reLaunch({ url: '/pages/me/me' });
}

module.exports = { goOn };
