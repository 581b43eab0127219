'use client';
// The page shows a code, somebody signed in scans it with WeChat and types the number, and the page is signed in.
import { useScan } from 'hufu/react';
import { useEffect } from 'react';
import { Countdown } from '@/components/countdown';
import { NoPhone } from '@/components/no_phone';
import { ScanCode } from '@/components/scan_code';
import { told, type Words } from '@/lib/words';

/** `isTyped`: on a screen that nobody can scan. */
export function ScanSignIn({ say, isTyped = false }: { say: Words; isTyped?: boolean }) {
  const { scan, error, wantsNewCode, start, again } = useScan();

  useEffect(() => {
    void start({ clientName: say.name });
  }, [start, say]);

  if (error) return <Again say={say} why={told(error, say)} again={again} />;
  if (!scan) return <div className="qr empty" aria-busy="true" />;
  if (scan.state === 'over') return <Again say={say} why={say.over} again={again} />;
  const isOpen = scan.state === 'pending';
  return (
    <div className="stack" data-state={scan.state}>
      {!isTyped && <ScanCode picture={scan.picture} url={scan.url} label={say.byWechat} isFaint={!isOpen} />}
      {isOpen && <p>{isTyped ? say.typeToSignIn : say.scanToSignIn[scan.scanKind]}</p>}
      {isTyped && <code id="device-code">{scan.code}</code>}
      {!isOpen && (
        <p className="pulse" id="scan-state" role="status">
          {scan.state === 'approved' ? say.agreedThere : say.scanned}
        </p>
      )}
      {scan.state !== 'approved' && (
        <output className="digits" id="device-number">
          {scan.number}
        </output>
      )}
      {isOpen && <p className="faint pulse">{say.waiting}</p>}
      <Countdown label={say.expires} endsAt={scan.endsAt} />
      {wantsNewCode && (
        <button className="button plain" id="new-code" onClick={() => void again()}>
          {say.again}
        </button>
      )}
      {isOpen && <NoPhone command={`approve ${scan.code} ${scan.number}`} telephone={scan.picture ? '' : undefined} say={say} />}
    </div>
  );
}

function Again({ say, why, again }: { say: Words; why: string; again(): void }) {
  return (
    <div className="stack">
      <p className="error" role="alert">
        {why}
      </p>
      <button className="button" id="new-code" onClick={() => again()}>
        {say.again}
      </button>
    </div>
  );
}
