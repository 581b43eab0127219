'use client';
import { useSecondFactor } from 'hufu/react';
import { Failure } from '@/components/failure';
import { SixDigits } from '@/components/six_digits';
import type { Words } from '@/lib/words';

/** Turns the second factor on, by a picture to scan, and off. */
export function SecondFactor({ say }: { say: Words }) {
  const factor = useSecondFactor();
  const { factors, enrolling, isBusy, isLoaded, error } = factor;
  const [verified] = factors.filter(({ status }) => status === 'verified');
  if (enrolling) {
    return (
      <div className="stack" id="enrolling">
        <p className="hint">{say.scan}</p>
        <img className="qr" alt={enrolling.uri} src={`data:image/svg+xml;utf8,${encodeURIComponent(enrolling.qrCode)}`} />
        <p className="hint">
          {say.byHand} <code id="secret">{enrolling.secret}</code>
        </p>
        <SixDigits factor={factor} say={say} action={say.confirm} />
        <button className="quiet" onClick={() => void factor.cancel()}>
          {say.cancel}
        </button>
      </div>
    );
  }
  return (
    <div className="stack">
      <p className="hint">{verified ? <strong id="is-on">{say.isOn}</strong> : say.factorsHint}</p>
      <Failure error={error} say={say} />
      {verified ? (
        <button className="button plain" id="turn-off" disabled={isBusy} onClick={() => void factor.remove(verified.id)}>
          {say.turnOff}
        </button>
      ) : (
        <button className="button" id="turn-on" disabled={isBusy || !isLoaded} onClick={() => void factor.enroll({ issuer: say.name })}>
          {say.turnOn}
        </button>
      )}
    </div>
  );
}
