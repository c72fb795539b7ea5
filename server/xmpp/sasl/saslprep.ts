/** SASLprep (RFC 4013), as far as passwords and names of real services need it. */

/** RFC 3454 table C.1.2: spaces that are not the ASCII space. */
const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu;
/** RFC 3454 table B.1: commonly mapped to nothing. */
const MAPPED_TO_NOTHING = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]|\ufeff/gu;
/** RFC 4013 §2.3: control, private use, non-character, surrogate, inappropriate and tagging code points. */
const PROHIBITED =
  /[\p{Cc}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}]|\u06dd|\u070f|\u180e|\u0340|\u0341|[\u200e\u200f\u2028-\u202e\u2061-\u2063\u206a-\u206f\u2ff0-\u2ffb\ufff9-\ufffd]|[\u{1d173}-\u{1d17a}]|[\u{e0001}-\u{e007f}]/u;

/**
 * Not done: the bidirectional check (§2.4) and unassigned code points (§2.5); both only ever refuse, and a server refuses for itself.
 * @returns the prepared text, or null when it contains what SASLprep prohibits
 */
export function saslPrep(text: string): string | null {
  const prepared = text.replace(OTHER_SPACES, ' ').replace(MAPPED_TO_NOTHING, '').normalize('NFKC');
  return PROHIBITED.test(prepared) ? null : prepared;
}
