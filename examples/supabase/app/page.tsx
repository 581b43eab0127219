import { redirect } from 'next/navigation';

// There is nothing before the gate: the signed-out are sent to it from there.
export default function Home() {
  redirect('/account');
}
