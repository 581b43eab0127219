'use client';
import { useEffect, useState } from 'react';

/** How long something is still good, in minutes and seconds. */
export function Countdown({ label, endsAt }: { label: string; endsAt: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((endsAt - now) / 1000));
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <p className="faint">
      {label} <time className="count">{text}</time>
    </p>
  );
}
