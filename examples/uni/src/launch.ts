// What the mini-program was opened for, and the person's answer; the page shows it.
import type { ApprovedScan, HufuError, Launch, LaunchOptions } from 'hufu/uni';
import { ref } from 'vue';

import { hufu } from './hufu';

export function useLaunch() {
  const asks = ref<Launch | null>(null);
  const number = ref('');
  const approved = ref<ApprovedScan | null>(null);
  const error = ref<HufuError | null>(null);

  const attempt = async (work: () => Promise<void>) => {
    error.value = null;
    await work().catch((failure) => (error.value = failure));
  };
  const leave = () => uni.reLaunch({ url: '/pages/index/index' });

  /** Without options: what had to wait for the sign-in. */
  const look = (options?: LaunchOptions) =>
    attempt(async () => {
      const found = await hufu.launch(options);
      // A code that binds accounts is for pages that only examples/miniprogram has.
      const isForUs = found.needsSignIn || found.opened === 'sign_in' || found.opened === 'phone_sign_in';
      if (isForUs) asks.value = found;
      else leave();
    });
  const signIn = () =>
    attempt(async () => {
      await hufu.signInWithWechat();
      await look();
    });
  const approve = () =>
    attempt(async () => {
      const { scanId, numberNeeded } = asks.value!;
      approved.value = await hufu.approveScan(numberNeeded ? { scanId, number: number.value } : { scanId });
    });
  const deny = () =>
    attempt(async () => {
      await hufu.denyScan({ scanId: asks.value!.scanId });
      leave();
    });

  return { asks, number, approved, error, look, signIn, approve, deny, leave };
}
