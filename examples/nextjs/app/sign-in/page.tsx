import { safeNext } from 'hufu/next';
import { redirect } from 'next/navigation';
import { person } from '@/lib/person';
import { language, spoken } from '@/lib/taste';
import { signInByEmail } from '../actions';
import { WechatSignIn } from './wechat_sign_in';

export default async function SignIn({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const say = await spoken();
  const next = safeNext((await searchParams).next, '/account');
  if ((await person()).profile) redirect(next);
  return (
    <>
      <div className="title">
        <h1>{say.signIn}</h1>
        <p className="lead">{say.signInHint}</p>
      </div>
      <div className="pair">
        <section className="card">
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
        </section>
        <section className="card">
          <h2>{say.byWechat}</h2>
          <WechatSignIn language={await language()} next={next} />
        </section>
      </div>
    </>
  );
}
