/** The moon gate: a round opening in a wall, and what lies behind it. */
export function Gate({ size = 32 }: { size?: number }) {
  return (
    <svg className="gate" viewBox="0 0 64 64" width={size} height={size} aria-hidden="true">
      <circle className="moon" cx="37" cy="35" r="5.5" />
      <path className="hills" d="M10 49c7-5 13-5 17.5-1.5s8 3 10.5.5 6-5 16-2.5V58H10z" />
      <path d="M3 17c9-1 17-5 21-11h16c4 6 12 10 21 11l-1 4H4z" />
      <path d="M7 23h50v35H45.5a19 19 0 1 0-27 0H7z" />
      <path d="M2 60h60v2H2z" />
    </svg>
  );
}
