// Signing in at a mini-login server. The name comes from the person: wx.getUserProfile gives "微信用户" today.
import { Button, Form, Input, Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { HufuError, type User } from 'hufu/taro';
import { useEffect, useState } from 'react';

import { miniLogin } from '../../mini_login';
import { words } from '../../words';

import '../index/index.css';

export default function MiniLogin() {
  const [user, setUser] = useState<User | null>(null);
  const [isBusy, setBusy] = useState(false);

  // As it was left, also after a restart.
  useEffect(() => {
    void miniLogin.session().then((session) => setUser(session.user));
    return miniLogin.on((event) => setUser(event.user));
  }, []);

  const signIn = async (nickname: string) => {
    setBusy(true);
    try {
      const { isNewUser } = await miniLogin.signInWithWechat({ nickname });
      await Taro.showToast({ title: isNewUser ? words.registered : words.signedIn, icon: 'success' });
    } catch (error) {
      const says = error instanceof HufuError ? error.serverMessage || error.message : words.notSignedIn;
      await Taro.showToast({ title: says, icon: 'none' });
    } finally {
      setBusy(false);
    }
  };

  if (user) {
    return (
      <View className="page">
        <Text className="title">{user.nickname}</Text>
        <Button onClick={() => void miniLogin.signOut()}>{words.signOut}</Button>
      </View>
    );
  }
  return (
    <View className="page">
      <Text className="title">{words.welcome}</Text>
      <Form onSubmit={({ detail }) => void signIn(String(detail.value?.['nickname'] ?? ''))}>
        <Input type="nickname" name="nickname" placeholder={words.nickname} ariaLabel={words.nickname} />
        <Button className="main" formType="submit" loading={isBusy} disabled={isBusy}>
          {words.signInAtOnce}
        </Button>
      </Form>
    </View>
  );
}
