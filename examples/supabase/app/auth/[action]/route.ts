// Every form of these pages posts here, the links of mails and WeChat come back here.
import { authRoutes } from 'hufu/next';
import { hufu } from '@/lib/hufu';

export const { GET, POST } = authRoutes({ ...hufu, afterSignIn: '/account', afterSignOut: '/sign-in' });
