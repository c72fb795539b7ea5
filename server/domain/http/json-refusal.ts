/** What no JSON from outside may hold, whatever it is for. Pure. */

const DEEPEST = 40;
const VALUES_AT_MOST = 200_000;

/** Walks without recursion: what is too deep for a schema must not be too deep for this. @returns null, or what is wrong, in a sentence */
export function refusalOfJson(value: unknown): string | null {
  const waiting: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    seen += 1;
    if (seen > VALUES_AT_MOST) return 'It holds too many values.';
    if (next.depth > DEEPEST) return `It is nested deeper than ${DEEPEST} levels.`;
    if (typeof next.value === 'string') {
      const wrong = refusalOfText(next.value);
      if (wrong !== null) return wrong;
    }
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, inner] of Object.entries(next.value)) {
      if (key === '__proto__') return 'A key must not be "__proto__".';
      const wrong = refusalOfText(key);
      if (wrong !== null) return wrong;
      waiting.push({ value: inner, depth: next.depth + 1 });
    }
  }
  return null;
}

/** PostgreSQL takes neither in a text, and no screen shows them. */
export function refusalOfText(text: string): string | null {
  if (text.includes('\u0000')) return 'A text must not contain NUL.';
  return /\p{Surrogate}/u.test(text) ? 'A text holds half of a character.' : null;
}

/** Control characters in an address are never meant well: they end up in headers, logs and queries. */
export function refusalOfAddress(url: string): string | null {
  return /%(?:0[0-9a-f]|1[0-9a-f]|7f)/i.test(url) ? 'The address holds control characters.' : null;
}
