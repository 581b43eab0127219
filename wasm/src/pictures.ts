// Pictures go past the core, under a name.
import type { Waiter } from './engine.js';
import { HostFailure } from './errors.js';

const pictureName = 'hufu-picture';

/** Which name a picture has in the core, so that two uploads at once do not mix. */
const pictureNames = new WeakMap<Blob, string>();
let pictures = 0;

/** Gives a picture a name that `upload_avatar` can hold. */
export function namePicture(picture: Blob): string {
  const name = pictureNames.get(picture) ?? `${pictureName}-${++pictures}`;
  pictureNames.set(picture, name);
  return name;
}

/** What an effect's `file` stands for: the picture of one who waits, or the path that it is. */
export function pictureOf(file: string, waiters: Iterable<Waiter>): Blob | string {
  if (!file.startsWith(pictureName)) return file;
  for (const { file: picture } of waiters) {
    if (picture && file === pictureNames.get(picture)) return picture;
  }
  throw new HostFailure('host_fault', 'the picture is gone');
}
