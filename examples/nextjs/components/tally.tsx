/** The tally: two halves of a tiger that fit. `isWhole` joins them. */
export function Tally({ isWhole = false, size = 32 }: { isWhole?: boolean; size?: number }) {
  return (
    <svg className={isWhole ? 'tally whole' : 'tally'} viewBox="0 0 64 64" width={size} height={size} aria-hidden="true">
      <g className="left">
        <path d="M31 8C20 8 9 16 7 30c-1 9 3 18 10 22 4 2 9 3 14 3V44l-4-4 4-5-4-5 4-5-4-4 4-4z" />
        <path className="mark" d="M13 27c3-4 6-6 11-7M12 35c3-3 6-4 10-5M15 43c2-2 5-3 8-3" />
      </g>
      <g className="right">
        <path d="M33 8c11 0 22 8 24 22 1 9-3 18-10 22-4 2-9 3-14 3V44l-4-4 4-5-4-5 4-5-4-4 4-4z" />
        <path className="mark" d="M51 27c-3-4-6-6-11-7M52 35c-3-3-6-4-10-5M49 43c-2-2-5-3-8-3" />
      </g>
    </svg>
  );
}
