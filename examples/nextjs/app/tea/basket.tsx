// What this person has ordered, on either half.
import Link from 'next/link';
import type { Order } from '@/lib/orders';
import { teas } from '@/lib/teas';
import { words, type Language } from '@/lib/words';

interface Props {
  language: Language;
  orders: readonly Order[];
  error: string;
  missing: 'web' | 'wechat' | null;
}

export function Basket({ language, orders, error, missing }: Props) {
  const say = words[language];
  const bought = orders.map((order) => ({ order, tea: teas.find(({ id }) => id === order.tea)! }));
  const sum = bought.reduce((all, { tea }) => all + tea.price, 0);
  return (
    <section className="card basket" aria-live="polite">
      <h2>{say.basket}</h2>
      {bought.length === 0 && <p className="faint">{say.emptyBasket}</p>}
      <ul id="basket">
        {bought.map(({ order, tea }) => (
          <li key={order.id} data-platform={order.platform}>
            <span className="cup small" style={{ '--tea': tea.colour } as React.CSSProperties} aria-hidden="true" />
            <span className="grow">
              {tea.name[language]}
              <small>{order.platform === 'miniprogram' ? say.fromWechat : say.fromWeb}</small>
            </span>
            <span className="price">¥{tea.price}</span>
          </li>
        ))}
      </ul>
      {bought.length > 0 && (
        <p className="sum">
          <span>{say.sum}</span> <strong className="price">¥{sum}</strong>
        </p>
      )}
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      <p className="faint end">
        {missing ? (
          <>
            {say.sides[missing].elsewhere} <Link href="/bind">{say.linkOther[missing]}</Link>
          </>
        ) : (
          say.oneBasket
        )}
      </p>
    </section>
  );
}
