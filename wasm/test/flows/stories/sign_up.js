// Registering by an address: with a session, or with an e-mail to confirm first.
import assert from 'node:assert/strict';

import { json } from '../recorder.js';
import { dialects } from './dialect_facts.js';

const who = { email: 'tiger@example.com', password: 'correct horse' };
const { config, grant } = dialects.gotrue;
const person = { id: 'person-1', aud: 'authenticated', email: who.email, user_metadata: { name: '小虎' } };

export const stories = [
  {
    name: 'sign-up',
    about: 'A server that confirms by itself answers with a session, of a person who is new.',
    config,
    play(t) {
      const session = { ...grant('access-1', 'refresh-1', { expires_in: 3600 }), user: person };
      const done = t.value(t.call('sign_up', who, json(200, session)));
      assert.equal(done.state, 'signed_in');
      assert.equal(done.address, who.email);
      assert.equal(done.is_new_user, true);
      assert.equal(done.user.nickname, '小虎');
      t.state('signed_in');
      const nobody = { ...session, user: { id: 'person-2', is_anonymous: true } };
      assert.equal(t.value(t.call('sign_in_anonymously', {}, json(200, nobody))).is_new_user, true);
    },
  },
  {
    name: 'sign-up-pending',
    about: 'An e-mail to confirm: said plainly, with the address; nobody is signed in and nothing is told or stored.',
    config,
    play(t) {
      const done = t.value(t.call('sign_up', who, json(200, person)));
      assert.equal(done.state, 'confirmation_pending');
      assert.equal(done.address, who.email);
      assert.equal(done.user, null);
      t.state('signed_out');
      assert.deepEqual(t.events, []);
      assert.equal(t.store.size, 0);
    },
  },
  {
    name: 'sign-up-pending-beside-another',
    about: 'Whoever is signed in stays so while another address waits for its confirmation.',
    config,
    play(t) {
      t.value(t.call('sign_in_with_password', who, json(200, grant('access-1', 'refresh-1', { expires_in: 3600 }))));
      const other = { ...who, email: 'other@example.com' };
      const done = t.value(t.call('sign_up', other, json(200, { ...person, email: other.email })));
      assert.equal(done.state, 'confirmation_pending');
      assert.equal(done.user, null);
      assert.equal(done.expires_in_ms, 0);
      t.state('signed_in');
      assert.equal(t.value(t.call('access_token')).token, 'access-1');
    },
  },
];
