import Link from 'next/link';
import { Tally } from '@/components/tally';
import { person } from '@/lib/person';
import { spoken } from '@/lib/taste';

export default async function Home() {
  const say = await spoken();
  const { profile } = await person();
  return (
    <>
      <section className="hero">
        <div>
          <h1>{say.tagline}</h1>
          <p className="lead">{say.promise}</p>
          <p className="buttons">
            <Link className="button" href="/tea">
              {say.toMenu}
            </Link>
            <Link className="button plain" href={profile ? '/account' : '/sign-in'}>
              {profile ? say.toAccount : say.start}
            </Link>
          </p>
        </div>
        <div className="emblem">
          <Tally size={260} />
        </div>
      </section>
      <ol className="steps">
        {say.steps.map(([title, text]) => (
          <li key={title} className="card">
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
