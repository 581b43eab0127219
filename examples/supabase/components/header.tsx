import Link from 'next/link';
import { switchLanguage } from '@/app/actions';
import { spoken } from '@/lib/taste';
import { Gate } from './gate';
import { ThemeSwitch } from './theme_switch';

export async function Header() {
  const say = await spoken();
  return (
    <header>
      <Link className="brand" href="/account">
        <Gate />
        {say.name}
      </Link>
      <div className="switches">
        <form action={switchLanguage}>
          <button className="quiet" id="language">
            {say.other}
          </button>
        </form>
        <ThemeSwitch label={say.theme} />
      </div>
    </header>
  );
}
