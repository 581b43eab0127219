import { spoken } from '@/lib/taste';
import { Step } from './step';

export default async function SecondFactor() {
  const say = await spoken();
  return (
    <>
      <h1>{say.secondFactor}</h1>
      <p className="hint">{say.secondFactorHint}</p>
      <Step say={say} />
      <form method="post" action="/auth/sign-out" className="fields">
        <button className="quiet">{say.signOut}</button>
      </form>
    </>
  );
}
