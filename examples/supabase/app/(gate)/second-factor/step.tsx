'use client';
import { useSecondFactor } from 'hufu/react';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { SixDigits } from '@/components/six_digits';
import type { Words } from '@/lib/words';

/** Asks for the code of the factor that is there, and goes on once it was right. */
export function Step({ say }: { say: Words }) {
  const factor = useSecondFactor();
  const router = useRouter();
  const isDone = factor.isLoaded && !factor.needsSecondFactor;
  useEffect(() => {
    if (isDone) router.replace('/account');
  }, [isDone, router]);
  return <SixDigits factor={factor} say={say} action={say.goOn} />;
}
