'use client';
import { useAccount, useAuth, useHufu, useSecondFactor } from 'hufu/react';
import { useState } from 'react';

export function Who() {
  const { isSignedIn, user, signOut } = useAuth();
  const { account } = useAccount();
  const { isLoaded, factors } = useSecondFactor();
  const client = useHufu();
  const [profile, setProfile] = useState('');
  return (
    <main>
      <p id="who">{isSignedIn ? `who:${user?.id}` : 'who:nobody'}</p>
      <p id="account">{account?.email}</p>
      <p id="factors">{isLoaded ? factors.length : ''}</p>
      <p id="profile">{profile}</p>
      <button id="ask" onClick={() => client.fetchProfile().then(({ id }) => setProfile(id), (error) => setProfile(error.code))}>
        ask
      </button>
      <button id="out" onClick={() => signOut()}>
        out
      </button>
    </main>
  );
}
