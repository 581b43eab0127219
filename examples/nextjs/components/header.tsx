import Link from 'next/link';
import { switchLanguage } from '@/app/actions';
import { missingHalf, person } from '@/lib/person';
import { spoken } from '@/lib/taste';
import { Tally } from './tally';
import { ThemeSwitch } from './theme_switch';

export async function Header() {
  const say = await spoken();
  const { profile } = await person();
  const missing = profile && missingHalf(profile);
  return (
    <header>
      <Link className="brand" href="/">
        <Tally isWhole />
        <span>{say.name}</span>
      </Link>
      <nav>
        <Link href="/tea">{say.menu}</Link>
        {profile && <Link href="/account">{say.account}</Link>}
        {missing && (
          <Link href="/bind" className="wide">
            {say.linkOther[missing]}
          </Link>
        )}
        <form action={switchLanguage}>
          <button className="quiet" id="language">
            {say.language}
          </button>
        </form>
        <ThemeSwitch label={say.theme} />
      </nav>
    </header>
  );
}
