'use client';
import type { HufuError } from 'hufu';
import { zhCN } from 'hufu/zh-CN';
import type { Words } from '@/lib/words';

/** Says what a hook could not do. */
export function Failure({ error, say }: { error: HufuError | null; say: Words }) {
  if (!error) return null;
  const message = say.tag === 'zh-CN' ? error.messageIn(zhCN) : error.message;
  return (
    <p className="told bad" role="alert">
      {error.code === 'credential_invalid' ? say.wrongDigits : message}
    </p>
  );
}
