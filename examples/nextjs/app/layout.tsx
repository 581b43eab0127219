import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Header } from '@/components/header';
import { person } from '@/lib/person';
import { language, spoken, theme } from '@/lib/taste';
import { Providers } from './providers';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const { name, tagline } = await spoken();
  return { title: `${name} · ${tagline}`, description: tagline };
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function Layout({ children }: { children: ReactNode }) {
  const { owner, session } = await person();
  return (
    <html lang={(await language()) === 'zh' ? 'zh-CN' : 'en'} data-theme={await theme()}>
      <body>
        <Providers owner={owner} session={session}>
          <Header />
          <main>{children}</main>
        </Providers>
      </body>
    </html>
  );
}
