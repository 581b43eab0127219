// How an engine stops what a host does.

export const newAbort = (): AbortController => new AbortController();
