import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { guard } from '../lib/guard.js';
import { nameOf } from '../lib/profiles.js';
import { changeName } from './actions.js';

export default async function Home() {
  const person = await guard.verifiedUser(cookies);
  if (!person) redirect('/login');
  const name = (await nameOf(person)) ?? person.claims.user_metadata?.full_name;
  return (
    <main>
      <p>Hello 你的用户名为：{name}</p>
      <p>你的用户id为：{person.id}</p>
      <form action={changeName}><input name="name" defaultValue={name} /><button>更新</button></form>
      <form action="/auth/sign-out" method="post"><button>退出登录</button></form>
    </main>
  );
}
