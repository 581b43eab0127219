import type { Metadata, Viewport } from 'next';
import { createServerClient } from 'hufu/next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Header } from '@/components/header';
import { hufu } from '@/lib/hufu';
import { spoken, theme } from '@/lib/taste';
import { Providers } from './providers';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const { name, tagline } = await spoken();
  return { title: name, description: tagline };
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function Layout({ children }: { children: ReactNode }) {
  const { unverified: session } = await createServerClient(cookies, hufu).session();
  const { tag } = await spoken();
  return (
    <html lang={tag} data-theme={await theme()}>
      <body>
        <Providers options={hufu} session={session}>
          <Header />
          {children}
        </Providers>
      </body>
    </html>
  );
}
