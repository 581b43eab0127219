import { authRoutes } from 'hufu/next';
import { hufu } from '../../../lib/hufu';

export const { GET, POST } = authRoutes({ ...hufu, resetPath: '/forms/reset' });
