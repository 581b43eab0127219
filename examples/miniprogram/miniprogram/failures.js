// What a person is told when something did not work.
const { texts } = require('./texts');

/** A sentence for an error of Hufu; empty where there is nothing to tell. */
function sentence(error) {
  if (error.code === 'cancelled') return '';
  const t = texts();
  if (t.errors[error.code]) return t.errors[error.code];
  return { retry: t.errors.retry, sign_in_again: t.errors.signInAgain }[error.action] || t.errors.other;
}

/** Runs what a tap began; a failure becomes `error` on the page, `busy` stands meanwhile. */
async function attempt(page, work) {
  if (page.data.busy) return;
  page.setData({ busy: true, error: '' });
  try {
    await work();
  } catch (error) {
    if (!error.code) console.error(error);
    page.setData({ error: sentence(error) });
  } finally {
    page.setData({ busy: false });
  }
}

module.exports = { attempt, sentence };
