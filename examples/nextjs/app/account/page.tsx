import Link from 'next/link';
import { redirect } from 'next/navigation';
import { currentUser } from '@/lib/clerk';
import { person } from '@/lib/person';
import { spoken } from '@/lib/taste';
import { rename, signOut } from '../actions';

export default async function Account() {
  const say = await spoken();
  const { profile } = await person();
  if (!profile) redirect('/sign-in?next=/account');
  const has = (provider: string) => profile.identities.some((identity) => identity.provider === provider);
  const name = profile.nickname || (await currentUser())?.fullName || say.nobody;
  const ways = [
    { provider: 'clerk', title: say.web, icon: '@', detail: profile.email },
    { provider: 'wechat', title: say.wechat, icon: '微', detail: '' },
  ];
  return (
    <>
      <div className="title person">
        <span className="avatar" aria-hidden="true">
          {[...name][0]}
        </span>
        <h1>
          {say.hello}
          <span id="name">{name}</span>
        </h1>
      </div>
      <div className="pair">
        <section className="card">
          <h2>{say.ways}</h2>
          <ul className="ways">
            {ways.map(({ provider, title, icon, detail }) => (
              <li key={provider} id={`way-${provider}`} data-linked={has(provider)}>
                <span className={`icon ${provider}`} aria-hidden="true">
                  {icon}
                </span>
                <span className="grow">
                  {title}
                  <small>{has(provider) ? detail || say.linked : say.notLinked}</small>
                </span>
                {has(provider) ? <span className="tick">✓</span> : <Link href="/bind">{say.link}</Link>}
              </li>
            ))}
          </ul>
        </section>
        <section className="card">
          <h2>{say.nickname}</h2>
          <form action={rename} className="row">
            <input name="nickname" aria-label={say.nickname} defaultValue={profile.nickname} placeholder={name} maxLength={32} required />
            <button className="button">{say.save}</button>
          </form>
          <form action={signOut} className="end">
            <button className="button plain" id="sign-out">
              {say.signOut}
            </button>
          </form>
        </section>
      </div>
    </>
  );
}
