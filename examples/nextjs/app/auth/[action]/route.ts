// `/auth/arrive`: a page that the mini-program opens in its web-view is signed in there, by a ticket that is good once.
import { authRoutes } from 'hufu/next';
import { hufu } from '@/lib/hufu';

export const { GET, POST } = authRoutes({ ...hufu, afterSignIn: '/tea' });
