import type { ReactNode } from 'react';
import { Gate } from '@/components/gate';
import { spoken } from '@/lib/taste';

/** The pages before one is in: a picture, and a card beside it. */
export default async function GateLayout({ children }: { children: ReactNode }) {
  const say = await spoken();
  return (
    <main className="split">
      <div className="view">
        <Gate size={220} />
        <p className="tagline">{say.tagline}</p>
        <p className="verse">{say.verse}</p>
      </div>
      <section className="card">{children}</section>
    </main>
  );
}
