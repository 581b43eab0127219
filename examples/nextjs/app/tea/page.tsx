import { missingHalf, person } from '@/lib/person';
import { language, spoken } from '@/lib/taste';
import { Shop } from './shop';

export default async function TeaPage() {
  const say = await spoken();
  const { profile } = await person();
  return (
    <>
      <div className="title">
        <h1>{say.menu}</h1>
        <p className="lead">{say.menuHint}</p>
      </div>
      <Shop language={await language()} isSignedIn={profile !== null} missing={profile && missingHalf(profile)} />
    </>
  );
}
