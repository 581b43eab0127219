import { redirect } from 'next/navigation';
import { missingHalf, person } from '@/lib/person';
import { language, screen, spoken } from '@/lib/taste';
import { BindingPanel } from './binding_panel';

export default async function Bind() {
  const say = await spoken();
  const { profile } = await person();
  if (!profile) redirect('/sign-in?next=/bind');
  return (
    <>
      <div className="title">
        <h1>{say.bindTitle}</h1>
        <p className="lead">{say.bindHint}</p>
      </div>
      <BindingPanel language={await language()} missing={missingHalf(profile)} screen={await screen()} />
    </>
  );
}
