'use client';
import type { Session } from 'hufu';
import { createBrowserClient, type NextOptions } from 'hufu/next';
import { HufuProvider } from 'hufu/react';
import { useState, type ReactNode } from 'react';

/** Gives client and session to all that runs in the page. */
export function Providers({ options, session, children }: { options: NextOptions; session: Session; children: ReactNode }) {
  const [client] = useState(() => createBrowserClient(options));
  return (
    <HufuProvider client={client} session={session}>
      {children}
    </HufuProvider>
  );
}
