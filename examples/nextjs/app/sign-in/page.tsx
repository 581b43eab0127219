import { safeNext } from 'hufu/next';
import { redirect } from 'next/navigation';
import { person } from '@/lib/person';
import { language, screen, spoken } from '@/lib/taste';
import { signInByEmail } from '../actions';
import { WechatSignIn } from './wechat_sign_in';

export default async function SignIn({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const say = await spoken();
  const seen = await screen();
  const next = safeNext((await searchParams).next, '/account');
  if ((await person()).profile) redirect(next);
  const ways = [
    <section className="card" key="email">
      <h2>{say.byEmail}</h2>
      <form action={signInByEmail} className="fields">
        <input type="hidden" name="next" value={next} />
        <label>
          {say.fullName}
          <input name="name" autoComplete="name" required maxLength={40} />
        </label>
        <label>
          {say.email}
          <input name="email" type="email" autoComplete="email" required />
        </label>
        <button className="button">{say.go}</button>
      </form>
    </section>,
    <section className="card" key="wechat">
      <h2>{say.byWechat}</h2>
      <WechatSignIn language={await language()} next={next} screen={seen} />
    </section>,
  ];
  return (
    <>
      <div className="title">
        <h1>{say.signIn}</h1>
        <p className="lead">{say.signInHint}</p>
      </div>
      {/* Whoever holds a phone most likely has WeChat on it. */}
      <div className="pair">{seen === 'desk' ? ways : ways.reverse()}</div>
    </>
  );
}
