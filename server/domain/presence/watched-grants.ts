/** Who of the watched people lets us see their presence, and how the screen says what is missing. */

/** `asked`: not answered yet. `refused`: said no, or took it back. `unasked`: not asked so far, or the contact list was not read. */
export type Grant = 'granted' | 'asked' | 'refused' | 'unasked';

/**
 * What is missing to see everybody, and what would bring it: one sentence each.
 *
 * @param account our bare JID; null: no session was online yet, and nothing is known
 * @param rosterCondition why the contact list could not be read; null: it was, or was not tried
 */
export function missingGrants(
  grants: readonly Grant[],
  account: string | null,
  rosterCondition: string | null,
): string[] {
  if (account === null) return [];
  if (rosterCondition !== null)
    return [`The contact list of ${account} could not be read (${rosterCondition}), so nobody was asked for presence.`];
  const of = (grant: Grant) => grants.filter((g) => g === grant).length;
  const people = (n: number) => `${n} of ${grants.length} ${grants.length === 1 ? 'person' : 'people'}`;
  const has = (n: number) => (n === 1 ? 'has' : 'have');
  const asked = of('asked');
  const refused = of('refused');
  return [
    ...(asked === 0
      ? []
      : [
          `${people(asked)} ${has(asked)} not accepted yet that ${account} sees their presence: their client asks them.`,
        ]),
    ...(refused === 0
      ? []
      : [`${people(refused)} ${has(refused)} refused that ${account} sees their presence; nothing is known of them.`]),
  ];
}
