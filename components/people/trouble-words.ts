/** Why single sign-on led nowhere, in sentences with a next step. */

const words: Readonly<Record<string, (provider: string) => string>> = {
  'provider-away': (p) => `${p} does not answer. Try again in a moment, or sign in with a password.`,
  'begin-again': () =>
    'This sign-in is over: it took too long, was begun in another window, or was used already. Begin again.',
  declined: (p) => `${p} says that you did not want to sign in. Begin again when you do.`,
  'not-proved': (p) =>
    `${p} could not prove who you are. Begin again; when that does not help, tell whoever administers Holdfast.`,
  'no-role': (p) =>
    `${p} knows you, but gives you no role in Holdfast. Ask whoever administers it to put you into the right group.`,
  'no-teams': (p) =>
    `${p} knows you, but names no team of yours. Ask whoever administers Holdfast which group is missing.`,
  'no-email': (p) => `${p} does not tell your e-mail address, which Holdfast needs. Ask whoever administers ${p}.`,
  'unverified-email': (p) => `${p} has not verified your e-mail address. Verify it there, then sign in again.`,
  'other-domain': () => 'Your e-mail address is of a domain that may not come in here.',
  disabled: () => 'Your access to Holdfast is switched off. Whoever administers it can switch it on again.',
  'only-administrator': (p) =>
    `You are the only administrator, and ${p} gives you another role. Sign in with your password, make somebody else an administrator first.`,
};

/** null: nothing that is known. */
export function troubleWords(trouble: string | null, provider: string): string | null {
  return trouble !== null && Object.hasOwn(words, trouble) ? (words[trouble]?.(provider) ?? null) : null;
}
