import { Told, type Asked } from '@/components/told';
import { accountOrAway } from '@/lib/person';
import { spoken } from '@/lib/taste';
import { Name } from './name';
import { SecondFactor } from './second_factor';

export default async function AccountPage({ searchParams }: Asked) {
  const say = await spoken();
  const account = await accountOrAway();
  const name = String(account.userMetadata.full_name ?? '') || account.email.split('@')[0] || say.guest;
  const since = new Intl.DateTimeFormat(say.tag, { dateStyle: 'long' }).format(account.createdAtMs);
  return (
    <main>
      <div className="person">
        <span className="avatar" aria-hidden="true">
          {[...name][0]}
        </span>
        <div>
          <h1>
            {say.hello}
            <span id="name">{name}</span>
          </h1>
          <p className="hint">
            {say.since} {since}
          </p>
        </div>
      </div>
      <Told searchParams={searchParams} />
      <div className="cards">
        <section className="card">
          <h2>{say.profile}</h2>
          <Name say={say} name={name} />
        </section>
        <section className="card">
          <h2>{say.changeEmail}</h2>
          <form method="post" action="/auth/update" className="fields">
            {account.email && <p id="email">{account.email}</p>}
            {account.newEmail && (
              <p className="hint" id="pending">
                {say.pending} <strong>{account.newEmail}</strong>
              </p>
            )}
            <label>
              {say.newEmail}
              <input name="email" type="email" autoComplete="email" required />
            </label>
            <button className="button plain">{say.change}</button>
          </form>
        </section>
        <section className="card">
          <h2>{say.changePassword}</h2>
          <form method="post" action="/auth/update" className="fields">
            <label>
              {say.newPassword}
              <input name="password" type="password" autoComplete="new-password" minLength={6} required />
              <small>{say.sixSigns}</small>
            </label>
            <button className="button plain">{say.save}</button>
          </form>
        </section>
        <section className="card">
          <h2>{say.factors}</h2>
          <SecondFactor say={say} />
        </section>
        <section className="card">
          <h2>{say.ways}</h2>
          <ul className="ways">
            {account.identities.map(({ identityId, provider, email }) => (
              <li key={identityId}>
                {say.providers[provider] ?? provider}
                {email && <small>{email}</small>}
              </li>
            ))}
          </ul>
          <form method="post" action="/auth/sign-out" className="buttons">
            <button className="button plain" id="sign-out">
              {say.signOut}
            </button>
            <button className="quiet" name="scope" value="global">
              {say.signOutEverywhere}
            </button>
          </form>
        </section>
      </div>
    </main>
  );
}
