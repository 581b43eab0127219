// What other tabs say has happened, one after the other: of several things at once only the last is followed, for the
// store is read anew each time.

/** Gives what hears the other tabs. */
export function tabsFollower(follow: (kind: string) => Promise<void>): (kind: string) => void {
  let heard: string | null = null;
  let isFollowing = false;

  const followAll = async (): Promise<void> => {
    isFollowing = true;
    try {
      while (heard !== null) {
        const kind = heard;
        heard = null;
        await follow(kind);
      }
    } catch {
      // A core that has trapped meanwhile: the next operation opens another.
    } finally {
      isFollowing = false;
    }
  };

  return (kind) => {
    heard = kind;
    if (!isFollowing) void followAll();
  };
}
