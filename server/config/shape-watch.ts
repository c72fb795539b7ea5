/** The shape of `watch:` on a cluster or node of kind `xmpp`: people, alone or in teams. */
import { z } from 'zod';
import { list, strict, text } from './shape-parts';

const bareJid = text('an address of the form user@domain', 512)
  .refine((v) => !v.includes('/'), {
    error: 'is a full address; every session of a person is watched, so leave out / and what follows',
    abort: true,
  })
  .refine((v) => /^[^\s@"&'<>]+@[^\s@"&'<>]+$/u.test(v), 'is not an address of the form user@domain');

/** An address alone stands for a person without more. */
function orAddress<T extends z.ZodType>(shape: T) {
  return z.preprocess((value) => (typeof value === 'string' ? { jid: value } : value), shape);
}

const site = text('the name of a site').optional();
const name = text('a name').optional();
const team = text('the name of a team').optional();

const personShape = orAddress(strict({ jid: bareJid, name, site }));

/** A person with a `jid`, or a team with its `people`. */
const entryShape = orAddress(
  strict({ jid: bareJid.optional(), name, team, site, people: list(personShape, 'people').optional() })
    .refine(
      (e) => (e.jid === undefined) !== (e.people === undefined),
      'needs either jid, for one person, or team and people, for several',
    )
    .refine((e) => e.people === undefined || e.team !== undefined, 'needs a team: people without one need no group')
    .refine(
      (e) => e.people === undefined || e.name === undefined,
      'has a name; people of a team have names of their own',
    ),
);

export const watchShape = list(entryShape, 'people to watch').optional();
export type WatchShape = z.infer<typeof watchShape>;
