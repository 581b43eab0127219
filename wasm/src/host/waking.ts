// When a page may reach its server again (`online`) or is shown again (`visibilitychange`).

/** Calls `hear` then; gives the way to stop that. */
export function onWake(hear: () => void): () => void {
  if (typeof document === 'undefined') return () => {};
  const seen = (): void => {
    if (document.visibilityState === 'visible') hear();
  };
  addEventListener('online', hear);
  addEventListener('pageshow', hear);
  document.addEventListener?.('visibilitychange', seen);
  return () => {
    removeEventListener('online', hear);
    removeEventListener('pageshow', hear);
    document.removeEventListener?.('visibilitychange', seen);
  };
}
