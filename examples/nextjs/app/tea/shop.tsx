'use client';
// The menu and the basket. `client.fetch` signs what goes to our own route, and renews a token that has ended.
import { HufuError } from 'hufu';
import { useHufu } from 'hufu/react';
import Link from 'next/link';
import { useCallback, useEffect, useState } from 'react';
import { Basket } from './basket';
import type { Order } from '@/lib/orders';
import { teas } from '@/lib/teas';
import { told, words, type Language } from '@/lib/words';

interface Props {
  language: Language;
  isSignedIn: boolean;
  missing: 'web' | 'wechat' | null;
}

export function Shop({ language, isSignedIn, missing }: Props) {
  const say = words[language];
  const client = useHufu();
  const [orders, setOrders] = useState<Order[]>([]);
  const [error, setError] = useState('');
  const [isBusy, setBusy] = useState(false);

  const ask = useCallback(
    async (init?: RequestInit) => {
      try {
        const response = await client.fetch('/api/orders', init);
        if (response.ok) setOrders(await response.json());
        setError(response.ok ? '' : say.notOrdered);
      } catch (why) {
        setError(why instanceof HufuError ? told(why, say) : say.notOrdered);
      }
    },
    [client, say],
  );

  const order = async (tea: string) => {
    setBusy(true);
    await ask({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ tea }) });
    setBusy(false);
  };

  // What was ordered on the other half is here when somebody looks at this one.
  useEffect(() => {
    if (!isSignedIn) return;
    const look = () => document.visibilityState === 'visible' && void ask();
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [isSignedIn, ask]);

  return (
    <div className="shop">
      <ul className="menu">
        {teas.map(({ id, name, note, price, colour }) => (
          <li key={id} className="card" id={`tea-${id}`}>
            <span className="cup" style={{ '--tea': colour } as React.CSSProperties} aria-hidden="true" />
            <h2>{name[language]}</h2>
            <p className="faint">{note[language]}</p>
            <p className="price">¥{price}</p>
            {isSignedIn ? (
              <button className="button" disabled={isBusy} aria-label={`${say.order}: ${name[language]}`} onClick={() => order(id)}>
                {say.order}
              </button>
            ) : (
              <Link className="button plain" href="/sign-in?next=/tea" aria-label={`${say.signInToOrder}: ${name[language]}`}>
                {say.start}
              </Link>
            )}
          </li>
        ))}
      </ul>
      {isSignedIn && <Basket {...{ language, orders, error, missing }} />}
    </div>
  );
}
