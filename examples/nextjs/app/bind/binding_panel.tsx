'use client';
// A binding, from the code to the end, as both screens see it.
import type { HufuError } from 'hufu';
import { useBinding, type ScreenKind, type UseBinding } from 'hufu/react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { CopiedCode } from '@/components/copied_code';
import { Countdown } from '@/components/countdown';
import { NoPhone } from '@/components/no_phone';
import { ScanCode } from '@/components/scan_code';
import { Tally } from '@/components/tally';
import { told, words, type Language, type Words } from '@/lib/words';

interface Props {
  language: Language;
  /** The half that is missing; null when both are there. */
  missing: 'web' | 'wechat' | null;
  screen: ScreenKind;
}

export function BindingPanel({ language, missing, screen }: Props) {
  const say = words[language];
  const router = useRouter();
  const binding = useBinding();
  const [mode, setMode] = useState<'show' | 'type'>('show');
  const isDone = binding.binding?.state === 'confirmed' || binding.binding?.state === 'already_linked';

  // The header and the account page are the server's: they shall know, too.
  useEffect(() => {
    if (isDone) router.refresh();
  }, [isDone, router]);

  if (isDone || missing === null) return <Done say={say} />;
  const choose = (next: 'show' | 'type') => {
    binding.reset();
    setMode(next);
  };
  return (
    <section className="card narrow">
      <div className="tabs" role="group" aria-label={say.bindTitle}>
        <button aria-pressed={mode === 'show'} onClick={() => choose('show')}>
          {say.showCode}
        </button>
        <button aria-pressed={mode === 'type'} onClick={() => choose('type')}>
          {say.typeCode}
        </button>
      </div>
      {mode === 'show' ? <Issuer {...{ say, binding, other: missing, isDesk: screen === 'desk' }} /> : <Redeemer {...{ say, binding, other: missing }} />}
      {binding.error && !(mode === 'type' && isMerge(binding.error)) && (
        <p className="error" role="alert">
          {told(binding.error, say)}
        </p>
      )}
    </section>
  );
}

/** Who types the code has ordered, and would be absorbed: they are asked, and nobody is joined silently. */
const isMerge = (error: HufuError | null) => error?.code === 'identity_in_use';

interface SideProps {
  say: Words;
  binding: UseBinding;
  other: 'web' | 'wechat';
}

/** Shows the code, sees who has it, and types the number that stands on the other screen. */
function Issuer({ say, binding, other, isDesk }: SideProps & { isDesk: boolean }) {
  const { code, binding: seen, isBusy, error } = binding;
  const side = say.sides[other];
  const isScanned = other === 'wechat' && isDesk;
  const [number, setNumber] = useState('');
  const isOver = error?.code === 'binding_declined' || error?.code === 'binding_expired';

  if (!code || isOver) {
    return (
      <div className="stack">
        <Tally size={120} />
        <button className="button" id="make-code" disabled={isBusy} onClick={() => binding.create({ target: other })}>
          {say.makeCode}
        </button>
      </div>
    );
  }
  if (!seen) {
    return (
      <div className="stack">
        {isScanned && <ScanCode picture={code.picture} url={code.url || code.qr} label={say.showCode} />}
        {isDesk ? <code className="bind-code" id="bind-code">{code.bindCode}</code> : <CopiedCode id="bind-code" code={code.bindCode} label={say.copy} done={say.copied} />}
        <p>{other === 'wechat' && !isDesk ? say.typeOnly : side.scan}</p>
        <Countdown label={say.expires} endsAt={binding.endsAt} />
        {other === 'wechat' && <NoPhone command={`bind ${code.bindCode}`} say={say} />}
      </div>
    );
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void binding.confirm(number);
      }}
    >
      <Tally size={96} />
      <p id="other-half">
        <strong>{seen.preview?.nickname || side.someone}</strong> {seen.state === 'pending' ? side.scanned : say.agreed}
      </p>
      {seen.state === 'accepted' && (
        <>
          <label className="center">
            {side.number}
            <input
              className="digits"
              id="number"
              inputMode="numeric"
              pattern="[0-9]{2}"
              maxLength={2}
              autoComplete="off"
              autoFocus
              required
              value={number}
              onChange={(event) => setNumber(event.target.value)}
            />
          </label>
          <button className="button" id="confirm" disabled={isBusy}>
            {say.confirm}
          </button>
        </>
      )}
      <Countdown label={say.expires} endsAt={binding.endsAt} />
      <button className="button plain" type="button" onClick={() => binding.decline()}>
        {say.decline}
      </button>
    </form>
  );
}

/** Types the other half's code, sees whose account it is, and shows the number. */
function Redeemer({ say, binding, other }: SideProps) {
  const { binding: seen, isBusy, error } = binding;
  const [code, setCode] = useState('');
  const what = { bindCode: code.trim(), platform: other };
  if (isMerge(error)) {
    return (
      <div className="stack">
        <Tally size={96} />
        <p>{say.hasOrdered}</p>
        <button className="button" id="merge" autoFocus onClick={() => binding.merge({ ...what, survivor: 'issuer' })}>
          {say.merge}
        </button>
        <button className="button plain" onClick={binding.reset}>
          {say.keepApart}
        </button>
      </div>
    );
  }
  if (!seen) {
    return (
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void binding.redeem(what);
        }}
      >
        <label>
          {say.sides[other].code}
          <input
            id="typed-code"
            placeholder="XXXXX-XXXXX"
            autoComplete="off"
            autoCapitalize="characters"
            required
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </label>
        <button className="button" id="redeem" disabled={isBusy}>
          {say.look}
        </button>
        {other === 'wechat' && <NoPhone command="code" say={say} />}
      </form>
    );
  }
  if (seen.state === 'pending') {
    return (
      <div className="stack">
        <Tally size={96} />
        <p>{say.joinAccount}</p>
        <strong id="other-half">{seen.preview?.nickname || say.sides[other].someone}</strong>
        <button className="button" id="join" autoFocus disabled={isBusy} onClick={() => binding.accept()}>
          {say.join}
        </button>
        <button className="button plain" onClick={() => binding.decline()}>
          {say.decline}
        </button>
      </div>
    );
  }
  return (
    <div className="stack">
      <p>{say.tellNumber}</p>
      <output className="digits" id="shown-number">
        {seen.number}
      </output>
      <Countdown label={say.expires} endsAt={binding.endsAt} />
    </div>
  );
}

function Done({ say }: { say: Words }) {
  return (
    <section className="card narrow stack" id="done">
      <Tally size={140} isWhole />
      <h2>{say.done}</h2>
      <p className="faint">{say.doneHint}</p>
      <Link className="button" href="/account">
        {say.toAccount}
      </Link>
    </section>
  );
}
