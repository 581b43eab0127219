import { Button, Image, Text, View } from '@tarojs/components';
import { chosenAvatar, type HufuError, type Profile } from 'hufu/taro';
import { useEffect, useState } from 'react';

import { hufu } from '../../hufu';
import { words } from '../../words';

import './index.css';

export default function Index() {
  const [profile, setProfile] = useState<Profile | null>(null);
  const [error, setError] = useState<HufuError | null>(null);

  const attempt = (work: () => Promise<Profile | null>) => {
    setError(null);
    work().then(setProfile, setError);
  };

  // The stored session, if there is one; and whatever happens to it later.
  useEffect(() => {
    attempt(async () => ((await hufu.session()).state === 'signed_in' ? hufu.fetchProfile() : null));
    return hufu.on(({ kind }) => {
      if (kind === 'signed_out') setProfile(null);
    });
  }, []);

  const signIn = async () => {
    await hufu.signInWithWechat();
    return hufu.fetchProfile();
  };

  if (!profile) {
    return (
      <View className="page">
        <Text className="title">{words.name}</Text>
        <Button className="main" onClick={() => attempt(signIn)}>
          {words.signIn}
        </Button>
        {error && <Text className="wrong">{error.message}</Text>}
      </View>
    );
  }
  return (
    <View className="page">
      <Image className="picture" src={profile.avatarUrl} />
      <Text className="title">{profile.nickname}</Text>
      <Button className="main" openType="chooseAvatar" onChooseAvatar={(event) => attempt(() => hufu.uploadAvatar({ file: chosenAvatar(event) }))}>
        {words.changePicture}
      </Button>
      <Button onClick={() => void hufu.signOut()}>{words.signOut}</Button>
      {error && <Text className="wrong">{error.message}</Text>}
    </View>
  );
}
