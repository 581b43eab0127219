'use client';
import type { UseSecondFactor } from 'hufu/react';
import type { Words } from '@/lib/words';
import { Failure } from './failure';

/** Six digits of an authenticator, for the factor that is being turned on or the one that there is. */
export function SixDigits({ factor, say, action }: { factor: UseSecondFactor; say: Words; action: string }) {
  return (
    <form className="fields" action={(form) => factor.verify(String(form.get('code')))}>
      <label>
        {say.sixDigits}
        <input className="digits" name="code" inputMode="numeric" autoComplete="one-time-code" pattern="[0-9]{6}" maxLength={6} autoFocus required />
      </label>
      <Failure error={factor.error} say={say} />
      <button className="button" disabled={factor.isBusy}>
        {action}
      </button>
    </form>
  );
}
