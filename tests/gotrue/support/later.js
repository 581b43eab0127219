// The client's clock: what the control surface is to the server's.

/** Until the test ends, Date.now() here says that much later. */
export function laterHere(context, milliseconds) {
  const now = Date.now;
  Date.now = () => now() + milliseconds;
  context.after(() => {
    Date.now = now;
  });
}
