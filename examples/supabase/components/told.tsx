import { toldBy } from 'hufu/next';
import { mailbox } from '@/lib/hufu';
import { language, spoken } from '@/lib/taste';

/** What a page is asked for: the routes of `app/auth` tell it there what has come of a form. */
export interface Asked {
  searchParams: Promise<Record<string, string | undefined>>;
}

/** Those who have sent an e-mail. */
const byMail = ['confirm_email', 'code_sent', 'recovery_sent', 'email_change_pending', 'confirm_other_address'];

/** Says what has come of a form. */
export async function Told({ searchParams }: Asked) {
  const { error, notice, message, reason } = toldBy(await searchParams, await language());
  if (!message) return null;
  return (
    <p className={error ? 'told bad' : 'told'} role={error ? 'alert' : 'status'}>
      {message}
      {reason && <small lang="en">{reason}</small>}
      {mailbox && byMail.includes(notice ?? '') && (
        <a href={mailbox} target="_blank">
          {(await spoken()).mailbox}
        </a>
      )}
    </p>
  );
}
