// A code was scanned, or a link tapped: what it asks for, and the page where that is answered.

/** The secret of a code or a link, which is good to merge by, too: as it stands in a code, or within the address of a link. */
function sceneOf({ query: { scene = '', q = '' } }) {
  const [, inAddress = ''] = /[?&]scene=([^&#]+)/.exec(decodeURIComponent(q)) || [];
  return decodeURIComponent(scene) || inAddress;
}

/** Goes on with `options`, as `onLaunch` gives them; without, with what had to wait for a sign-in. */
async function goOn(options) {
  const found = await launched(options);
  if (found.needsSignIn) return wx.reLaunch({ url: '/pages/welcome/welcome?next=launch' });
  if (found.opened) return answer(found);
  return wx.reLaunch({ url: '/pages/me/me' });
}

async function launched(options) {
  try {
    return await getApp().hufu.launch(options);
  } catch (error) {
    if (error.code !== 'identity_in_use') throw error;
    // Who has ordered on both halves is asked there, and merges.
    return { opened: 'binding', bindCode: sceneOf(options || wx.getEnterOptionsSync()) };
  }
}

/** Opens the page where it is answered. That page's address says nothing: a card that somebody sends can hold any address. */
function answer(found) {
  getApp().found = found;
  wx.redirectTo({ url: found.opened === 'binding' ? '/pages/bind/bind' : '/pages/approve/approve' });
}

/** What `answer` has left for the page that it opened; nothing where the page was opened by anything else. */
function toAnswer() {
  const { found } = getApp();
  getApp().found = undefined;
  return found;
}

module.exports = { answer, goOn, toAnswer };
