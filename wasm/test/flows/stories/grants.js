// Token answers as servers send them: whatever is usable of one is used, and most of all the pair.
import assert from 'node:assert/strict';

import { json } from '../recorder.js';
import { dialects, jwt } from './dialect_facts.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What servers say of a token's life, and what it is: RFC 6749, 5.1 only recommends to say it. */
const forms = {
  number: [3600, HOUR],
  text: ['1800', 30 * MINUTE],
  fraction: [1800.5, 1_800_500],
  null: [null, HOUR],
  absent: [undefined, HOUR],
  zero: [0, HOUR],
  negative: [-1, HOUR],
  true: [true, HOUR],
  words: ['an hour', HOUR],
};

function lifeForms(name) {
  const { config, signIn, life, grant, renewed } = dialects[name];
  return {
    name: `life-forms-${name}`,
    about: 'However the life of a token is said, or not: the pair is used, and what follows shows the newest.',
    config,
    play(t) {
      let number = 0;
      for (const [form, [said, lives]] of Object.entries(forms)) {
        number += 1;
        const first = grant(`access-${number}`, `refresh-${number}`, { [life]: said });
        const session = t.value(t.call(...signIn, json(200, first)));
        assert.equal(session.expires_in_ms, lives, form);
        t.pass(2 * HOUR);
        const next = renewed(`renewed-${number}`, `rotated-${number}`, { [life]: said });
        const access = t.value(t.call('access_token', {}, json(200, next)));
        assert.deepEqual(access, { token: `renewed-${number}`, expires_in_ms: lives }, form);
        t.pass(2 * HOUR);
        const last = renewed(`last-${number}`, `last-${number}`, { [life]: said });
        t.value(t.call('access_token', {}, json(200, last)));
        assert.match(t.requests.at(-1).body, new RegExp(`rotated-${number}`), form);
      }
    },
  };
}

const surrogate = '"小明\\ud83d"';

/** What stands beside the pair must not cost it: [what, the text of the answer, its content type]. */
const besides = [
  ['a name cut inside an emoji', `{"token":"a","refreshToken":"r","expiresIn":900,"user":{"id":"u","nickname":${surrogate}}}`],
  ['a member twice', '{"token":"old","refreshToken":"r","token":"a","user":{"id":"u"}}'],
  ['a number beyond double', '{"token":"a","refreshToken":"r","score":1e400,"expiresIn":-1e999,"user":{"id":"u"}}'],
  ['text/plain', '{"token":"a","refreshToken":"r","user":{"id":"u"}}', 'text/plain; charset=utf-8'],
  ['text/html', '{"token":"a","refreshToken":"r","user":{"id":"u"}}', 'text/html; charset=UTF-8'],
  ['no content type', '{"token":"a","refreshToken":"r","user":{"id":"u"}}', null],
  ['a user that is none', '{"token":"a","refreshToken":"r","user":"u"}'],
];

function answer(text, type = 'application/json') {
  return { status: 200, headers: type === null ? [] : [['content-type', type]], body: text };
}

export const stories = [
  ...Object.keys(dialects).map(lifeForms),
  {
    name: 'life-by-claims',
    about: 'Where nothing else is said: the token’s own times, then expires_at, then an hour.',
    config: dialects.gotrue.config,
    play(t) {
      const [operation, who] = dialects.gotrue.signIn;
      const life = (body) => t.value(t.call(operation, who, json(200, { refresh_token: 'r', ...body }))).expires_in_ms;
      assert.equal(life({ access_token: jwt(1200) }), 20 * MINUTE);
      assert.equal(life({ access_token: jwt(1200), expires_in: '600' }), 10 * MINUTE);
      assert.equal(life({ access_token: jwt(900, { iat: undefined }) }), 15 * MINUTE);
      assert.equal(life({ access_token: 'opaque', expires_at: 1_800_000_300 }), 5 * MINUTE);
      assert.equal(life({ access_token: jwt(1200, { iat: 1_900_000_000 }), expires_at: '1800000300' }), 5 * MINUTE);
      assert.equal(life({ access_token: 'opaque', expires_at: 1_700_000_000 }), HOUR);
    },
  },
  {
    name: 'life-unknown',
    about: 'Nothing is said and nothing could renew it: the token is used until it is refused.',
    config: { backend: 'mini_login' },
    play(t) {
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, json(200, { token: 'opaque', user: { id: 1 } })));
      t.pass(30 * 24 * HOUR);
      assert.equal(t.value(t.call('access_token')).token, 'opaque');
    },
  },
  {
    name: 'grant-beside-the-pair',
    about: 'Broken text, doubled members and odd types beside the tokens: signed in, and renewed.',
    play(t) {
      for (const [what, text, type] of besides) {
        t.value(t.call('sign_in_with_wechat', { code: 'c' }, answer(text, type)));
        t.pass(2 * HOUR);
        const renewal = t.call('access_token', {}, answer(text, type));
        assert.equal(t.value(renewal).token, 'a', what);
        t.pass(2 * HOUR);
        t.value(t.call('access_token', {}, json(200, { token: 'b', refreshToken: 's' })));
        assert.match(t.requests.at(-1).body, /"refreshToken":"r"/);
      }
      t.error(t.call('sign_in_with_wechat', { code: 'c' }, answer('{"token":"a","refreshToken":"r","score":NaN}')), 'malformed_reply');
    },
  },
  {
    name: 'profile-cut-emoji',
    about: 'A name cut inside an emoji is shown with U+FFFD, and sent so.',
    play(t) {
      t.signIn();
      const profile = answer(`{"id":"user-1","nickname":${surrogate}}`);
      assert.equal(t.value(t.call('fetch_profile', {}, profile)).nickname, '小明\ufffd');
      t.http.push(json(200, { id: 'user-1', nickname: '小明\ufffd' }));
      const update = t.begin('update_profile', `{"nickname":${surrogate}}`);
      assert.equal(t.value(t.done.get(update)).nickname, '小明\ufffd');
      assert.equal(t.requests.at(-1).body, '{"nickname":"小明\ufffd"}');
    },
  },
  {
    name: 'gotrue-reads-supabase-cut-emoji',
    about: 'A stored session of @supabase/supabase-js in which a name was cut inside an emoji is a session.',
    config: dialects.gotrue.config,
    play(t) {
      const user = `{"id":"u","user_metadata":{"name":${surrogate}}}`;
      t.store.set('sb-api-auth-token', `{"access_token":"a","refresh_token":"r","expires_in":3600,"expires_at":1800001800,"user":${user}}`);
      assert.equal(t.value(t.call('access_token')).token, 'a');
      assert.equal(t.value(t.call('user')).nickname, '小明\ufffd');
    },
  },
  {
    name: 'gotrue-names',
    about: 'An empty name hides no other; GitHub has user_name, OpenID Connect preferred_username.',
    config: dialects.gotrue.config,
    play(t) {
      const name = (metadata) => {
        const body = { ...dialects.gotrue.grant('a', 'r', { expires_in: 3600 }), user: { id: 'u', user_metadata: metadata } };
        return t.value(t.call(...dialects.gotrue.signIn, json(200, body))).user.nickname;
      };
      assert.equal(name({ name: '', full_name: 'Tiger Wang' }), 'Tiger Wang');
      assert.equal(name({ name: '', nickname: '', user_name: 'tiger' }), 'tiger');
      assert.equal(name({ preferred_username: 'tiger', picture: '' }), 'tiger');
      assert.equal(name({ name: '' }), '');
    },
  },
];
