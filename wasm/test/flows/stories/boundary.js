// Whatever comes through the C ABI: broken, unknown, twice, too late.
import { BASE, json } from '../recorder.js';

export const stories = [
  {
    name: 'bad-operations',
    about: 'Unknown operations, broken arguments and wrong types are told by `done`.',
    play(t) {
      t.begin('no_such_operation');
      t.begin('fetch', '{"url":');
      t.begin('fetch', '[]');
      t.begin('fetch', { url: 7 });
      t.begin('fetch', { url: BASE, headers: [['only-a-name']] });
      t.begin('fetch', { url: BASE, replayable: 'yes' });
      t.begin('sign_in_with_wechat', { code: null, nickname: 5 });
      for (const done of t.done.values()) t.error(done, 'invalid_argument');
    },
  },
  {
    name: 'unknown-fields',
    about: 'Fields that nobody knows are ignored.',
    play(t) {
      t.value(t.call('session', { since: 'for ever', nested: { a: [1, 2.5, null, true] } }));
    },
  },
  {
    name: 'bad-answers',
    about: 'An answer that does not fit its effect counts as a fault of the host.',
    play(t) {
      t.error(t.call('sign_in_with_wechat', { code: 'c' }, '{"status":'), 'host_fault');
      t.error(t.call('sign_in_with_wechat', { code: 'c' }, { status: '200' }), 'host_fault');
      t.error(t.call('sign_in_with_wechat', { code: 'c' }, {}), 'host_fault');
      t.error(t.call('sign_in_with_wechat', { code: 'c' }, { status: 200, body: 1 }), 'host_fault');
      t.error(t.call('sign_in_with_wechat', { code: 'c' }, { error: 'unheard_of' }), 'host_fault');
      t.error(t.call('sign_in_with_wechat', { code: 'c' }, { error: 5 }), 'host_fault');
    },
  },
  {
    name: 'late-answers',
    about: 'Answers that come twice, for unknown effects, or after a cancel, are ignored.',
    play(t) {
      t.signIn();
      t.hold.add('forward');
      const id = t.begin('fetch', { url: `${BASE}/x` });
      const [effect] = [...t.waiting.values()];
      t.answer(effect.id, { status: 200, headers: [] });
      t.answer(effect.id, { status: 500, headers: [] });
      t.answer(4_000_000_000, {});
      t.answer(0, {});
      const second = t.begin('fetch', { url: `${BASE}/y` });
      const [late] = [...t.waiting.values()];
      t.cancel(second);
      t.answer(late.id, { status: 200, headers: [] });
      t.cancel(second);
      t.cancel(id);
      t.cancel(77);
    },
  },
  {
    name: 'odd-text',
    about: 'Text of every kind survives the boundary byte for byte.',
    play(t) {
      const nickname = '老虎 \u{1F42F} \u0000\u0001\u007F\u2028"\\/';
      const body = { id: 'user-1', nickname, avatarUrl: '' };
      t.signIn();
      t.value(t.call('update_profile', { nickname }, json(200, body)));
    },
  },
];
