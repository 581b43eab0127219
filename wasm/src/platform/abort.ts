// How the driver stops what a host does.

export const newAbort = (): AbortController => new AbortController();
