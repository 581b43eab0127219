// When it is, and what may come of a row.

export const now = 1_800_000_000;
export const page = 'https://www.example.com';
export const endOfTime = 2 ** 53;

export const refused = (status, reason) => ({ refused: { status, reason } });
export const malformed = refused(401, 'malformed');
export const wrong = refused(401, 'wrong_claims');
export const expired = refused(401, 'expired');
export const forged = refused(401, 'bad_signature');
export const unknownKey = refused(401, 'unknown_key');
export const unknownIssuer = refused(401, 'unknown_issuer');
export const away = refused(503, 'keys_unavailable');
export const nobody = refused(401, 'no_token');
