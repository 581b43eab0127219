// hufu/react: the session and bindings for components.
export { clerkCredential, type ClerkSession } from '../clerk.js';
export { useBinding, type BindingView, type UseBinding } from './binding.js';
export { HufuProvider, useAuth, useHufu, useUser, type Auth, type HufuProviderProps } from './provider.js';
export type { SessionView } from './session.js';
