'use client';
// The mini-program is opened by a tap; whoever has agreed there comes back with a code, without which a forwarded link gains nothing.
import type { HufuError } from 'hufu';
import { useMiniProgram } from 'hufu/react';
import { useEffect, useState } from 'react';
import { Countdown } from '@/components/countdown';
import { NoPhone } from '@/components/no_phone';
import { told, type Words } from '@/lib/words';

/** `onNoLink`: the backend has no link that opens the mini-program. */
export function PhoneSignIn({ say, onNoLink }: { say: Words; onNoLink(): void }) {
  const { opened, person, isBusy, error, open, enter, finish, close } = useMiniProgram();
  const [code, setCode] = useState('');
  const hasNoLink = opened?.scanKind === 'page';

  useEffect(() => {
    if (hasNoLink) onNoLink();
  }, [hasNoLink, onNoLink]);

  // Known by name, unless the page was loaded again meanwhile.
  if (person || opened?.state === 'approved') {
    return (
      <div className="stack">
        <p id="who">{say.goOnAs(person?.nickname || say.someoneInWechat)}</p>
        <button className="button" id="go-on" autoFocus disabled={isBusy} onClick={() => void finish()}>
          {say.goOn}
        </button>
        <button className="button plain" onClick={close}>
          {say.decline}
        </button>
      </div>
    );
  }
  if (!opened || isOver(error)) {
    return (
      <div className="stack">
        {error && <Wrong>{told(error, say)}</Wrong>}
        <button className="button" id="begin" disabled={isBusy} onClick={() => void open({ clientName: say.name })}>
          {say.withWechat}
        </button>
      </div>
    );
  }
  const isWeb = /^https?:/.test(opened.url);
  return (
    <form
      className="stack"
      data-state={opened.state}
      onSubmit={(event) => {
        event.preventDefault();
        void enter(code.trim());
      }}
    >
      {opened.state !== 'agreed' && (
        <>
          {/* By the person's own tap, and without an address to come back to: this page stays, and waits. */}
          <a className="button" id="open" href={opened.url} {...(isWeb && { target: '_blank', rel: 'noreferrer' })}>
            {say.openMiniProgram}
          </a>
          <p className="faint">{say.comeBack}</p>
        </>
      )}
      {opened.state === 'agreed' && (
        <>
          <label className="center">
            {say.returnCode}
            <input
              className="digits six"
              id="return-code"
              inputMode="numeric"
              pattern="[0-9]{6}"
              maxLength={6}
              autoComplete="one-time-code"
              autoFocus
              required
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </label>
          <button className="button" id="enter" disabled={isBusy}>
            {say.go}
          </button>
        </>
      )}
      {error && <Wrong>{told(error, say)}</Wrong>}
      <Countdown label={say.expires} endsAt={opened.endsAt} />
      {opened.state === 'pending' && <NoPhone command={`open '${opened.url}'`} telephone={`?url=${encodeURIComponent(opened.url)}`} say={say} />}
    </form>
  );
}

/** Declined (or a wrong code too often), or out of time; whatever else has gone wrong can be tried again. */
const isOver = (error: HufuError | null) => error?.code === 'declined' || error?.code === 'credential_invalid';

function Wrong({ children }: { children: string }) {
  return (
    <p className="error" role="alert">
      {children}
    </p>
  );
}
