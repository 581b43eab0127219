import { Told, type Asked } from '@/components/told';
import { spoken } from '@/lib/taste';

export default async function Reset({ searchParams }: Asked) {
  const say = await spoken();
  return (
    <>
      <h1>{say.reset}</h1>
      <p className="hint">{say.resetHint}</p>
      <Told searchParams={searchParams} />
      <form method="post" action="/auth/reset" className="fields">
        <input type="hidden" name="next" value="/account" />
        <label>
          {say.newPassword}
          <input name="password" type="password" autoComplete="new-password" minLength={6} required />
          <small>{say.sixSigns}</small>
        </label>
        <button className="button">{say.save}</button>
      </form>
    </>
  );
}
