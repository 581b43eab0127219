// The forms of signing in, without any script: each posts to the route of its name, and shows what the routes tell it.
import { toldBy, type AddressParameters } from 'hufu/next';

const fields: Record<string, string[]> = {
  'sign-in': ['email', 'password'],
  'sign-up': ['email', 'password'],
  otp: ['email', 'code'],
  forgot: ['email'],
  reset: ['password'],
  update: ['email'],
};
type Given = { params: Promise<{ kind: string }>; searchParams: Promise<AddressParameters> };

export default async function Page({ params, searchParams }: Given) {
  const { kind } = await params;
  const told = toldBy(await searchParams);
  return (
    <main>
      <p id="told">{told.error ?? told.notice}</p>
      <p id="message">{told.message}</p>
      <p id="reason">{told.reason}</p>
      <form method="post" action={`/auth/${kind}`}>
        <input type="hidden" name="from" value={`/forms/${kind}`} />
        <input type="hidden" name="next" value={told.next} />
        {fields[kind]?.map((name) => <input key={name} name={name} defaultValue={name === 'email' ? told.email : ''} />)}
        <button>{kind}</button>
      </form>
    </main>
  );
}
