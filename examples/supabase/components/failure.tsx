'use client';
import type { HufuError } from 'hufu';
import { zhCN } from 'hufu/zh-CN';
import type { Words } from '@/lib/words';

/** Says what a hook could not do. */
export function Failure({ error, say }: { error: HufuError | null; say: Words }) {
  if (!error) return null;
  return (
    <p className="told bad" role="alert">
      {say.tag === 'zh-CN' ? error.messageIn(zhCN) : error.message}
    </p>
  );
}
