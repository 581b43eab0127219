import Link from 'next/link';
import { Told, type Asked } from '@/components/told';
import { spoken } from '@/lib/taste';
import type { Words } from '@/lib/words';

const codePage = '/sign-in?with=code';
/** The same, once a code is on its way. */
const sentPage = `${codePage}&sent=1`;

export default async function SignIn({ searchParams }: Asked) {
  const say = await spoken();
  const { with: way, sent, next = '/account', email, notice } = await searchParams;
  const byCode = way === 'code';
  const isSent = Boolean(email && (sent || notice === 'code_sent'));
  const asked = new URLSearchParams({ next });
  return (
    <>
      <h1>{say.signIn}</h1>
      <nav className="tabs" aria-label={say.enter}>
        <Link href={`/sign-in?${asked}`} aria-current={byCode ? undefined : 'page'}>
          {say.withPassword}
        </Link>
        <Link href={`${codePage}&${asked}`} aria-current={byCode ? 'page' : undefined}>
          {say.withCode}
        </Link>
      </nav>
      <Told searchParams={searchParams} />
      {!byCode && <ByPassword {...{ say, email, next }} />}
      {byCode && (isSent ? <TypeCode {...{ say, email, next }} /> : <SendCode {...{ say, email, next }} />)}
      <p className="or">{say.or}</p>
      <form method="post" action="/auth/sign-in">
        <input type="hidden" name="next" value={next} />
        <button className="button plain wechat" name="provider" value="wechat_qr">
          {say.withWechat}
        </button>
      </form>
      <p className="foot">
        {say.isNew} <Link href={`/sign-up?${asked}`}>{say.register}</Link>
      </p>
    </>
  );
}

interface WayProps {
  say: Words;
  email: string | undefined;
  next: string;
}

function ByPassword({ say, email, next }: WayProps) {
  return (
    <form method="post" action="/auth/sign-in" className="fields">
      <input type="hidden" name="next" value={next} />
      <label>
        {say.email}
        <input name="email" type="email" autoComplete="username" defaultValue={email} required />
      </label>
      <label>
        {say.password}
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button className="button">{say.enter}</button>
      <Link className="quiet" href="/forgot">
        {say.forgotten}
      </Link>
    </form>
  );
}

function SendCode({ say, email, next }: WayProps) {
  return (
    <form method="post" action="/auth/otp" className="fields">
      <input type="hidden" name="from" value={codePage} />
      <input type="hidden" name="next" value={next} />
      <p className="hint">{say.codeHint}</p>
      <label>
        {say.email}
        <input name="email" type="email" autoComplete="username" defaultValue={email} required />
      </label>
      <button className="button">{say.sendCode}</button>
    </form>
  );
}

/** The same route: without a code it sends one, with a code it takes it. */
function TypeCode({ say, email, next }: WayProps) {
  const hidden = (
    <>
      <input type="hidden" name="from" value={sentPage} />
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="email" value={email} />
    </>
  );
  return (
    <>
      <form method="post" action="/auth/otp" className="fields">
        {hidden}
        <label>
          {say.code}
          <input className="digits" name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={10} autoFocus required />
        </label>
        <button className="button">{say.enter}</button>
      </form>
      <form method="post" action="/auth/otp" className="fields">
        {hidden}
        <button className="quiet">{say.sendAgain}</button>
      </form>
    </>
  );
}
