'use client';
// Signing in with WeChat, as the screen allows it: a code to scan on a desk, the mini-program by a tap on a phone.
import { useAuth, type ScreenKind } from 'hufu/react';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { words, type Language } from '@/lib/words';
import { PhoneSignIn } from './phone_sign_in';
import { ScanSignIn } from './scan_sign_in';

interface Props {
  language: Language;
  next: string;
  screen: ScreenKind;
}

export function WechatSignIn({ language, next, screen }: Props) {
  const say = words[language];
  const router = useRouter();
  const { isSignedIn } = useAuth();
  // Whoever cannot open the mini-program by a tap types a code there.
  const [isTyping, setTyping] = useState(false);
  const type = useCallback(() => setTyping(true), []);

  useEffect(() => {
    if (!isSignedIn) return;
    router.replace(next);
    router.refresh();
  }, [isSignedIn, next, router]);

  if (screen === 'desk' || isTyping) return <ScanSignIn say={say} isTyped={isTyping} />;
  return (
    <>
      {screen === 'phone' && <PhoneSignIn say={say} onNoLink={type} />}
      {screen === 'wechat' && <p className="menu-hint">{say.openInBrowser}</p>}
      {screen === 'web_view' && <p>{say.signInThere}</p>}
      {screen !== 'web_view' && (
        <p className="end stack">
          <button className="quiet" id="type-instead" onClick={type}>
            {say.typeInstead}
          </button>
        </p>
      )}
    </>
  );
}
