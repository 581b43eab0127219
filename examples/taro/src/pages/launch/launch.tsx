// The one page to which codes and links of the web lead (`--wechat-page`): who asks to be signed in, and what the person says to it.
import { Button, Input, Text, View } from '@tarojs/components';
import Taro, { useLoad } from '@tarojs/taro';
import { type ApprovedScan, type HufuError, type Launch as Launched, type LaunchOptions } from 'hufu/taro';
import { useState } from 'react';

import { hufu } from '../../hufu';
import { words } from '../../words';

import '../index/index.css';

export default function Launch() {
  const [asks, setAsks] = useState<Launched | null>(null);
  const [number, setNumber] = useState('');
  const [approved, setApproved] = useState<ApprovedScan | null>(null);
  const [error, setError] = useState<HufuError | null>(null);

  const attempt = (work: () => Promise<unknown>) => {
    setError(null);
    work().catch(setError);
  };
  const leave = () => Taro.reLaunch({ url: '/pages/index/index' });

  /** Without options: what had to wait for the sign-in. */
  const look = async (options?: LaunchOptions) => {
    const found = await hufu.launch(options);
    // A code that binds accounts is for pages that only examples/miniprogram has.
    const isForUs = found.needsSignIn || found.opened === 'sign_in' || found.opened === 'phone_sign_in';
    if (!isForUs) return leave();
    setAsks(found);
  };
  // How it was opened counts as well, so not the page's query alone.
  useLoad(() => attempt(() => look(Taro.getEnterOptionsSync() as LaunchOptions)));

  const signIn = async () => {
    await hufu.signInWithWechat();
    await look();
  };
  const approve = async ({ scanId, numberNeeded }: Launched) =>
    setApproved(await hufu.approveScan(numberNeeded ? { scanId, number } : { scanId }));
  const deny = async ({ scanId }: Launched) => {
    await hufu.denyScan({ scanId });
    await leave();
  };

  return (
    <View className="page">
      {!asks && <Text className="title">{words.name}</Text>}
      {asks?.needsSignIn && (
        <Button className="main" onClick={() => attempt(signIn)}>
          {words.signIn}
        </Button>
      )}
      {asks?.opened && !approved && (
        <>
          <Text>{words.wantsIn}</Text>
          <Text className="title">{asks.clientName}</Text>
          <Text>{[asks.numberNeeded ? words.onScreen : words.onPhone, asks.browser, asks.location].filter(Boolean).join(' · ')}</Text>
          {asks.sentAs && <Text className="wrong">{words.sentAs[asks.sentAs]}</Text>}
          {asks.opened === 'phone_sign_in' && <Text className="wrong">{words.ownTap}</Text>}
          {asks.numberNeeded && (
            <Input id="number" className="number" type="number" maxlength={2} placeholder={words.number} onInput={({ detail }) => setNumber(detail.value)} />
          )}
          <Button className="main" disabled={asks.numberNeeded && number.length < 2} onClick={() => attempt(() => approve(asks))}>
            {words.letIn}
          </Button>
          <Button onClick={() => attempt(() => deny(asks))}>{words.no}</Button>
        </>
      )}
      {approved && (
        <>
          <Text>{approved.returnCode ? words.returnTo : words.isIn}</Text>
          <Text className="title" selectable>
            {approved.returnCode}
          </Text>
        </>
      )}
      {error && <Text className="wrong">{error.message}</Text>}
      {(approved || error) && <Button onClick={leave}>{words.back}</Button>}
    </View>
  );
}
