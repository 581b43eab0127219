// hufu/react: the session and bindings for components.
export { clerkCredential, type ClerkSession } from '../clerk.js';
export { useAccount, type UseAccount } from './account.js';
export { useBinding, type BindingView, type UseBinding } from './binding.js';
export { HufuProvider, useAuth, useHufu, useUser, type Auth, type HufuProviderProps } from './provider.js';
export { useSecondFactor, type UseSecondFactor } from './second_factor.js';
export type { SessionView } from './session.js';
