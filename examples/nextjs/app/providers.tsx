'use client';
import type { Session } from 'hufu';
import { HufuProvider } from 'hufu/react';
import type { ReactNode } from 'react';
import { clients } from '@/lib/browser';
import type { Owner } from '@/lib/person';

export function Providers({ owner, session, children }: { owner: Owner; session: Session; children: ReactNode }) {
  return (
    <HufuProvider client={clients[owner]} session={session}>
      {children}
    </HufuProvider>
  );
}
