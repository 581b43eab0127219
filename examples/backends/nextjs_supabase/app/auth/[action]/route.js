import { authRoutes } from 'hufu/next';
import { supabase } from '../../../../config.js';

// The document's login action, its /private and its /signout: sign-in, callback, sign-out.
export const { GET, POST } = authRoutes({ ...supabase, signInPath: '/login', afterSignOut: '/login' });
