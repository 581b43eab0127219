'use client';
import { switchTheme } from '@/app/actions';

/** Says which theme the system has: only the browser knows. */
export function ThemeSwitch({ label }: { label: string }) {
  return (
    <form
      action={(form) => {
        form.set('seen', matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
        return switchTheme(form);
      }}
    >
      <button className="quiet round" id="theme" aria-label={label} title={label}>
        <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
          <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
        </svg>
      </button>
    </form>
  );
}
