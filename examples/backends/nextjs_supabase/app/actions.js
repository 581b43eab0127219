'use server';
import { redirect } from 'next/navigation';
import { guard } from '../lib/guard.js';
import { rename } from '../lib/profiles.js';

// Called with the person whose session is in the cookies, or not at all.
export const changeName = guard.action(async (person, form) => {
  await rename(person, String(form.get('name')));
  redirect('/');
});
