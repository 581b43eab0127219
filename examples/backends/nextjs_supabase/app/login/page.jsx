import { words } from '../../lib/words.js';

export default async function LoginPage({ searchParams }) {
  const [say, { error }] = await Promise.all([words(), searchParams]);
  return (
    <form action="/auth/sign-in" method="post">
      {error && <p role="alert">{say.failed}</p>}
      <button name="provider" value="wechat_qr">{say.signIn}</button>
    </form>
  );
}
