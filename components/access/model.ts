/** Keys and links as their pages show them. Pure. */
import { type EpochMs, type Permission, permissions, permissionsOf, type Role } from '#contract';

/** What a key may be given, in words; read: it changes nothing. */
export const scopeWords: Readonly<Record<Permission, { words: string; reads: boolean }>> = {
  'see-figures': { words: 'Counts, without names', reads: true },
  'see-service': { words: 'Servers and sessions', reads: true },
  'see-agents': { words: 'Agents with their names', reads: true },
  'see-incidents': { words: 'Incidents', reads: true },
  'see-everything': { words: 'Reports over all teams', reads: true },
  'see-alerting': { words: 'Rules, channels, deliveries', reads: true },
  'answer-incidents': { words: 'Acknowledge, note, silence', reads: false },
  configure: { words: 'Change what is set up', reads: false },
  administer: { words: 'People, keys, audit log', reads: false },
};

export function scopesOf(role: Role): { value: Permission; words: string; reads: boolean }[] {
  return permissionsOf(role).map((value) => ({ value, ...scopeWords[value] }));
}

export const readingScopes = (role: Role): Permission[] =>
  permissionsOf(role).filter((scope) => scopeWords[scope].reads);

/** `Reads: counts, agents` · `Reads and acts: …` */
export function scopesSentence(scopes: readonly Permission[] | undefined): string {
  if (scopes === undefined) return 'Everything of its role';
  const all = permissions.filter((one) => scopes.includes(one));
  const acts = all.some((one) => !scopeWords[one].reads);
  const words = all.map((one) => scopeWords[one].words.toLowerCase()).join(', ');
  return `${acts ? 'Reads and acts' : 'Only reads'}: ${words}`;
}

export const lengths: readonly { days: number; words: string }[] = [
  { days: 1, words: 'One day' },
  { days: 7, words: 'One week' },
  { days: 30, words: '30 days' },
  { days: 90, words: '90 days' },
  { days: 365, words: 'One year' },
];

const SOON_MS = 14 * 86_400_000;

export type Life = 'in-force' | 'ends-soon' | 'over';

/** What was made for a short time ends soon only in its last quarter. */
export function lifeOf({ createdAt, expiresAt }: { createdAt: EpochMs; expiresAt: EpochMs }, at: EpochMs): Life {
  if (expiresAt <= at) return 'over';
  return expiresAt - at <= Math.min(SOON_MS, (expiresAt - createdAt) / 4) ? 'ends-soon' : 'in-force';
}

/** `3 keys work, 1 of them ends soon; 2 are over.` */
export function lifeSentence(
  what: { one: string; many: string; none: string },
  all: readonly { createdAt: EpochMs; expiresAt: EpochMs }[],
  at: EpochMs,
): string {
  const lives = all.map((one) => lifeOf(one, at));
  const working = lives.filter((life) => life !== 'over').length;
  const soon = lives.filter((life) => life === 'ends-soon').length;
  const over = lives.length - working;
  if (lives.length === 0) return what.none;
  const work = working === 1 ? `One ${what.one} works` : `${working === 0 ? 'No' : working} ${what.many} work`;
  const ends =
    soon === 0 ? '' : working === 1 ? ', and ends soon' : `, ${soon} of them ${soon === 1 ? 'ends' : 'end'} soon`;
  return `${work}${ends}${over === 0 ? '' : `; ${over} ${over === 1 ? 'is' : 'are'} over`}.`;
}
