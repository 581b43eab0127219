// As much of an AbortController as this package uses, for engines without one.

class Signal {
  aborted = false;
  reason: unknown = undefined;
  readonly hearers: (() => void)[] = [];

  addEventListener(_: string, hear: () => void): void {
    this.hearers.push(hear);
  }

  removeEventListener(_: string, hear: () => void): void {
    const at = this.hearers.indexOf(hear);
    if (at >= 0) this.hearers.splice(at, 1);
  }
}

/** Gives a controller whose signal has `aborted`, `reason` and listeners. */
export function newAbort(): AbortController {
  const signal = new Signal();
  const abort = (reason?: unknown): void => {
    if (signal.aborted) return;
    signal.aborted = true;
    signal.reason = reason;
    signal.hearers.slice().forEach((hear) => hear());
  };
  return { signal, abort } as unknown as AbortController;
}
