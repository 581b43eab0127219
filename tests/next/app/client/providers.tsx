'use client';
import type { Session } from 'hufu';
import { createBrowserClient } from 'hufu/next';
import { HufuProvider } from 'hufu/react';
import type { ReactNode } from 'react';
import { hufu } from '../../lib/hufu';

const client = createBrowserClient(hufu);

export function Providers({ session, children }: { session: Session; children: ReactNode }) {
  return (
    <HufuProvider client={client} session={session}>
      {children}
    </HufuProvider>
  );
}
