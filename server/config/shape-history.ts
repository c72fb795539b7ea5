/** The shape of `history` in holdfast.yaml: how long what is kept. */
import type { z } from 'zod';
import { defaultRetention } from '../domain/history/retention';
import { strict, whole } from './shape-parts';

const MOST_DAYS = 3_660;
const days = whole(1, MOST_DAYS, 'days').optional();

const keys = strict({
  freshHours: whole(1, 48, 'hours').optional(),
  sampleDays: days,
  minuteDays: days,
  tenMinuteDays: days,
  hourDays: days,
  dayDays: days,
  stateDays: days,
  countDays: days,
  nameDays: days,
  pseudonymDays: days,
  incidentDays: days,
  deliveryDays: days,
  auditDays: days,
});
type HistoryKeys = z.infer<typeof keys>;
export type HistoryKey = keyof HistoryKeys;

const { chunkDays: sampleDays, ...others } = defaultRetention;
export const usualHistory: Record<HistoryKey, number> = { sampleDays, ...others };

/** The first is made smaller by the second, or hangs on it: it cannot be kept longer. */
const chains: readonly (readonly HistoryKey[])[] = [
  ['freshHours', 'sampleDays', 'minuteDays', 'tenMinuteDays', 'hourDays', 'dayDays'],
  ['countDays', 'tenMinuteDays'],
  ['nameDays', 'pseudonymDays', 'stateDays'],
  ['deliveryDays', 'incidentDays'],
];

export const historyShape = keys.superRefine((given, context) => {
  const keptFor = (key: HistoryKey) => given[key] ?? usualHistory[key];
  const daysOf = (key: HistoryKey) => (key === 'freshHours' ? keptFor(key) / 24 : keptFor(key));
  const told = (key: HistoryKey) => `${key} (${keptFor(key)}${given[key] === undefined ? ' unless you set it' : ''})`;
  for (const chain of chains) {
    for (const [i, coarser] of chain.entries()) {
      const finer = chain[i - 1];
      if (finer === undefined || daysOf(finer) <= daysOf(coarser) || keptFor(coarser) < 1) continue;
      // Told where something was written: the other may be the usual.
      const [at, other] = given[finer] === undefined ? [coarser, finer] : [finer, coarser];
      const is = at === finer ? 'longer' : 'shorter';
      const message = `is ${keptFor(at)}, ${is} than ${told(other)}: what is finer is never kept longer; set ${other} too`;
      context.addIssue({ code: 'custom', path: [at], message });
    }
  }
});
export type HistoryShape = z.infer<typeof historyShape>;
