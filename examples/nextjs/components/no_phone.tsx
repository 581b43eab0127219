import type { Words } from '@/lib/words';

/** What stands in for a phone while the backend is the mock server. */
export function NoPhone({ command, say }: { command: string; say: Words }) {
  return (
    <details className="hint">
      <summary>{say.noPhone}</summary>
      <p>{say.noPhoneHint}</p>
      <code>npm run phone -- {command}</code>
    </details>
  );
}
