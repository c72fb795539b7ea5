/** The form of what is kept of people. */
import { defaultPrivacy } from '#contract';
import type { Field } from '../settings/form/fields';
import type { SettingPart } from '../settings/parts/parts';

export const privacyParts: readonly SettingPart[] = [{ key: 'privacy', at: 'privacy' }];

export const privacyFields: readonly Field[] = [
  {
    ...{ as: 'group', key: 'privacy', label: 'What is stored of people' },
    help: 'A change is in the audit log, with what was and what is.',
    fields: [
      {
        ...{ as: 'choice', key: 'agentStates', label: 'States of agents', usual: 'Around a lost connection' },
        help: 'Every state makes a record of somebody’s day. Agree on that with a works council before you choose it.',
        options: [
          { value: 'around-disconnects', label: 'Around a lost connection alone' },
          { value: 'all', label: 'Every state of every agent' },
        ],
      },
      {
        ...{ as: 'number', key: 'smallestTeam', label: 'Smallest team with figures of its own', unit: 'agents' },
        ...{ min: 3, max: 100, usual: defaultPrivacy.smallestTeam },
        help: 'Smaller ones are told together where names are no longer, and have no figures on a wall.',
      },
    ],
  },
];
