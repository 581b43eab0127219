// The client's clock: what the control surface is to the server's.
const real = Date.now;

/** Until the test ends, Date.now() here says that much later than it did. */
export function laterHere(context, milliseconds) {
  const before = Date.now;
  Date.now = () => before() + milliseconds;
  context.after(() => {
    Date.now = real;
  });
}
