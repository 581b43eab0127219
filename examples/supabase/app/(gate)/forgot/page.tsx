import Link from 'next/link';
import { Told, type Asked } from '@/components/told';
import { spoken } from '@/lib/taste';

export default async function Forgot({ searchParams }: Asked) {
  const say = await spoken();
  const { email } = await searchParams;
  return (
    <>
      <h1>{say.forgot}</h1>
      <p className="hint">{say.forgotHint}</p>
      <Told searchParams={searchParams} />
      <form method="post" action="/auth/forgot" className="fields">
        <label>
          {say.email}
          <input name="email" type="email" autoComplete="username" defaultValue={email} required />
        </label>
        <button className="button">{say.sendLink}</button>
      </form>
      <p className="foot">
        <Link href="/sign-in">{say.remembered}</Link>
      </p>
    </>
  );
}
