import { hufu } from '@/lib/hufu';
import type { Words } from '@/lib/words';

/**
 * What stands in for a phone while the backend is the mock server. `telephone`: for its page, which scans the code that was drawn last, or
 * taps a link.
 */
export function NoPhone({ command, telephone, say }: { command: string; telephone?: string; say: Words }) {
  return (
    <details className="hint">
      <summary>{say.noPhone}</summary>
      <p>{say.noPhoneHint}</p>
      <code>npm run phone -- {command}</code>
      {telephone !== undefined && (
        <p>
          <a href={`${hufu.baseUrl}/_control/telephone${telephone}`} target="_blank" rel="noreferrer">
            {say.telephone}
          </a>
        </p>
      )}
    </details>
  );
}
