// The basket, for both halves: the guard calls these with a person, or not at all.
import { guard } from '@/lib/guard';
import { addOrder, ordersOf } from '@/lib/orders';
import { teas } from '@/lib/teas';

export const GET = guard.route((_request, person) => Response.json(ordersOf(person.ids)));

export const POST = guard.route(async (request, person) => {
  const tea = await request.json().then((body) => body?.tea, () => undefined);
  if (!teas.some(({ id }) => id === tea)) return Response.json({ error: 'no_such_tea' }, { status: 404 });
  await addOrder(person.id, tea, person.platform ?? 'web');
  return Response.json(ordersOf(person.ids), { status: 201 });
});
