'use client';
// The page shows a code, the signed-in mini-program approves it, and the page is signed in.
import type { HufuError, Presentation } from 'hufu';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Countdown } from '@/components/countdown';
import { NoPhone } from '@/components/no_phone';
import { QrCode } from '@/components/qr_code';
import { clients, whenShown } from '@/lib/browser';
import { told, words, type Language } from '@/lib/words';

export function WechatSignIn({ language, next }: { language: Language; next: string }) {
  const say = words[language];
  const router = useRouter();
  const [shown, setShown] = useState<(Presentation & { endsAt: number }) | null>(null);
  const [error, setError] = useState<HufuError | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    setShown(null);
    setError(null);
    whenShown((what) => setShown({ ...what, endsAt: Date.now() + what.expiresInMs }));
    clients.hufu.signInByScan({ clientName: say.name }, { signal: stop.signal }).then(
      () => {
        router.replace(next);
        router.refresh();
      },
      (why: HufuError) => {
        if (!stop.signal.aborted) setError(why);
      },
    );
    return () => stop.abort();
  }, [round, next, router, say]);

  if (error) {
    return (
      <div className="stack">
        <p className="error" role="alert">
          {told(error, say)}
        </p>
        <button className="button" onClick={() => setRound(round + 1)}>
          {say.again}
        </button>
      </div>
    );
  }
  if (!shown) return <div className="qr empty" aria-busy="true" />;
  return (
    <div className="stack">
      <QrCode value={shown.url} label={say.byWechat} />
      <p className="here">{say.typeToSignIn}</p>
      <p className="faint">
        <span className="elsewhere">{say.orType} </span>
        <code id="device-code">{shown.code}</code>
      </p>
      <p className="elsewhere">{say.scanToSignIn}</p>
      <output className="digits" id="device-number">
        {shown.number}
      </output>
      <p className="faint pulse">{say.waiting}</p>
      <Countdown label={say.expires} endsAt={shown.endsAt} />
      <NoPhone command={`approve ${shown.code} ${shown.number}`} say={say} />
    </div>
  );
}
