// Document 004 on Express: Authing signs people in, and this backend checks their tokens before it hands out what is theirs.
import express from 'express';
import { authing, createGuard } from 'hufu/server';
import { guarded } from 'hufu/server/express';

import { authingApp, port } from '../config.js';
import { add, listOf, remove } from './resources.js';

const guard = createGuard({ issuers: [authing(authingApp)] });
const resources = '/api/v1/your/resources';
const app = express();
app.use(express.json());

app.get(resources, guarded(guard, async (request, response, person) => response.json(await listOf(person))));

app.post(resources, guarded(guard, async (request, response, person) => {
  const { title } = request.body ?? {};
  if (typeof title !== 'string' || title === '') return response.status(400).json({ error: 'invalid_title' });
  return response.status(201).json(await add(person, title));
}));

// Whose it is, is part of the question: what is somebody else's is as if it were not there.
app.delete(`${resources}/:id`, guarded(guard, async (request, response, person) => {
  const id = /^\d{1,9}$/.test(request.params.id) ? Number(request.params.id) : 0;
  return (await remove(person, id)) ? response.status(204).end() : response.status(404).json({ error: 'not_found' });
}));

// Express would show where it stands in the code.
app.use((error, request, response, next) => {
  const status = error.status ?? 500;
  if (status >= 500) console.error(error);
  response.status(status).json({ error: status < 500 ? 'invalid_request' : 'failed' });
});

const listener = app.listen(port, '127.0.0.1', () => console.log(`listening http://127.0.0.1:${listener.address().port}`));
