import Link from 'next/link';
import { Told, type Asked } from '@/components/told';
import { spoken } from '@/lib/taste';

export default async function SignUp({ searchParams }: Asked) {
  const say = await spoken();
  const { next = '/account', email, notice } = await searchParams;
  return (
    <>
      <h1>{say.signUp}</h1>
      <Told searchParams={searchParams} />
      {notice !== 'confirm_email' && (
        <form method="post" action="/auth/sign-up" className="fields">
          <input type="hidden" name="from" value="/sign-up" />
          <input type="hidden" name="next" value={next} />
          <label>
            {say.callMe}
            <input name="data.full_name" autoComplete="name" maxLength={40} required />
          </label>
          <label>
            {say.email}
            <input name="email" type="email" autoComplete="username" defaultValue={email} required />
          </label>
          <label>
            {say.newPassword}
            <input name="password" type="password" autoComplete="new-password" minLength={6} required />
            <small>{say.sixSigns}</small>
          </label>
          <button className="button">{say.register}</button>
        </form>
      )}
      <p className="foot">
        {say.isKnown} <Link href={`/sign-in?${new URLSearchParams({ next })}`}>{say.enter}</Link>
      </p>
    </>
  );
}
