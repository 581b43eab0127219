import { words } from '../lib/words.js';

export const metadata = { title: 'Hufu' };

export default async function Layout({ children }) {
  const { tag, title } = await words();
  return (
    <html lang={tag} style={{ colorScheme: 'light dark', fontFamily: 'system-ui, sans-serif', lineHeight: 1.6 }}>
      <body><main style={{ maxWidth: '32rem', margin: '2rem auto', padding: '0 1rem' }}><h1>{title}</h1>{children}</main></body>
    </html>
  );
}
