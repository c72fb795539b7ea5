/** The form of how long history is kept, with what each key means and costs. */
import type { Field } from '../form/fields';
import type { SettingPart } from '../parts/parts';

export const retentionParts: readonly SettingPart[] = [{ key: 'history', at: 'history' }];

/** What is kept without a word of it in the configuration. */
export const usualRetention: Readonly<Record<string, number>> = {
  ...{ freshHours: 2, sampleDays: 30, minuteDays: 30, tenMinuteDays: 180, hourDays: 1_098, dayDays: 1_098 },
  ...{ countDays: 30, stateDays: 1_098, nameDays: 30, pseudonymDays: 180, incidentDays: 1_098, deliveryDays: 180 },
  auditDays: 365,
};

const days = (key: string, label: string, help: string): Field => ({
  ...{ as: 'number', key, label, help, unit: 'days', min: 1, max: 3_660, usual: usualRetention[key] ?? null },
});

export const retentionFields: readonly Field[] = [
  {
    ...{ as: 'group', key: 'history', label: 'Kept for' },
    help: 'What is finer is never kept longer than what is made of it. A shorter time throws away what is older within a day, for good.',
    fields: [
      {
        ...{ as: 'number', key: 'freshHours', label: 'Pings as rows', unit: 'hours', min: 1, max: 48, usual: 2 },
        help: 'Afterwards they are packed. Longer only makes the database larger.',
      },
      days('sampleDays', 'Pings one by one', 'The most that is stored: some 8,600 a day for each session.'),
      days('minuteDays', 'Summaries by the minute', 'Also what servers told of themselves each minute.'),
      days('tenMinuteDays', 'Summaries by ten minutes', 'Of pings, and of how many agents were in which health.'),
      days('hourDays', 'Summaries by the hour', 'Small: 24 a day for each session.'),
      days('dayDays', 'Summaries by the day', 'The smallest: what years are compared by.'),
      days('countDays', 'Counts of agents by the minute', 'How many were in which health, per team. No names.'),
      days(
        'stateDays',
        'Changes of state',
        'What availability and reports are made of: the reports reach back as far.',
      ),
      days('nameDays', 'Names of agents', 'Afterwards a pseudonym stands for them. Shorter is kinder to people.'),
      days('pseudonymDays', 'Pseudonyms', 'Afterwards only the team is known.'),
      days('incidentDays', 'Incidents that are resolved', 'With their silences and failed handshakes.'),
      days('deliveryDays', 'Who was told', 'Try by try.'),
      days('auditDays', 'Audit log', 'Who changed or saw what. Longer is easier to account for.'),
    ],
  },
];
