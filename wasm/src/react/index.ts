// hufu/react: the session, bindings and bridges to the mini-program, for components.
export { clerkCredential, type ClerkSession } from '../clerk.js';
export { useAccount, type UseAccount } from './account.js';
export { useBinding, type BindingView, type UseBinding } from './binding.js';
export { HufuProvider, useAuth, useHufu, useUser, type Auth, type HufuProviderProps } from './provider.js';
export { useMiniProgram, type PhoneView, type UseMiniProgram } from './mini_program.js';
export { useScan, type ScanView, type UseScan } from './scan.js';
export { useSecondFactor, type UseSecondFactor } from './second_factor.js';
export type { SessionView } from './session.js';
export { screenKind, type ScreenKind } from '../screen.js';
