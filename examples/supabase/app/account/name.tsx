'use client';
import { useAccount } from 'hufu/react';
import { useRouter } from 'next/navigation';
import { Failure } from '@/components/failure';
import type { Words } from '@/lib/words';

/** Changes what the person is called, without leaving the page. */
export function Name({ say, name }: { say: Words; name: string }) {
  const { update, isBusy, error } = useAccount();
  const router = useRouter();
  const rename = async (form: FormData) => {
    await update({ data: { full_name: String(form.get('name')) } });
    router.refresh(); // the heading is the server's
  };
  return (
    <form action={rename} className="fields">
      <label>
        {say.callMe}
        <input name="name" autoComplete="name" defaultValue={name} key={name} maxLength={40} required />
      </label>
      <Failure error={error} say={say} />
      <button className="button plain" disabled={isBusy}>
        {say.save}
      </button>
    </form>
  );
}
