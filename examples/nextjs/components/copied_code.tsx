'use client';
import { useState } from 'react';

/** A code, and a button that copies it: on one phone nobody types what stands on the same screen. */
export function CopiedCode({ id, code, label, done }: { id: string; code: string; label: string; done: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
  };
  return (
    <>
      <code className="bind-code" id={id}>
        {code}
      </code>
      <button className="button plain" type="button" onClick={() => void copy()}>
        {isCopied ? done : label}
      </button>
    </>
  );
}
