import { authRoutes } from 'hufu/next';
import { inside } from '../../../lib/hufu';

export const { GET, POST } = authRoutes(inside);
