import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { guard } from '../lib/guard.js';
import { nameOf } from '../lib/profiles.js';
import { words } from '../lib/words.js';
import { changeName } from './actions.js';

export default async function Home() {
  const person = await guard.verifiedUser(cookies);
  if (!person) redirect('/login');
  const say = await words();
  const name = (await nameOf(person)) ?? person.claims.user_metadata?.full_name;
  return <>
    <p>{say.name}{name}<br />{say.id}{person.id}</p>
    <form action={changeName}><input name="name" aria-label={say.newName} defaultValue={name} /><button>{say.update}</button></form>
    <form action="/auth/sign-out" method="post"><button>{say.signOut}</button></form>
  </>;
}
