/** The moon gate: a round opening in a wall, and what lies behind it. */
export function Gate({ size = 32 }: { size?: number }) {
  return (
    <svg className="gate" viewBox="0 0 64 64" width={size} height={size} aria-hidden="true">
      <path className="roof" d="M3 17c9-1 17-5 21-11h16c4 6 12 10 21 11l-1 4H4z" />
      <path className="wall" d="M7 23h50v35H45.5a19 19 0 1 0-27 0H7z" />
      <path className="roof" d="M2 60h60v2H2z" />
      <circle className="moon" cx="32" cy="41" r="7" />
    </svg>
  );
}
