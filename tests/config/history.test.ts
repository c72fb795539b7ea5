/** How long history is kept, from holdfast.yaml: what is assumed, and that nothing fine outlives what is made of it. */
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../server/config/file';
import { defaultRetention } from '../../server/domain/history/retention';
import { problemsOf, variables, yaml } from '../support/lab-yaml';

function historyIn(text: string) {
  const readText = () => ({ ok: true as const, text: `${yaml()}history: ${text}\n` });
  const result = loadConfig('/site/holdfast.yaml', variables, { instanceId: 'abc123', cwd: '/site', readText });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config.history;
}

const line = yaml().split('\n').length;

describe('history', () => {
  it('is kept as usual where the file says nothing', () => {
    expect(historyIn('{}')).toEqual(defaultRetention);
    expect(historyIn('{ sampleDays: 7, dayDays: 3660, deliveryDays: "30" }')).toEqual({
      ...{ ...defaultRetention, chunkDays: 7, dayDays: 3_660, deliveryDays: 30 },
    });
  });

  it.each([
    ['{ sampleDays: 0 }', 'sampleDays', 'must be from 1 to 3660 days'],
    ['{ sampelDays: 9 }', 'sampelDays', 'is not a known key; did you mean sampleDays?'],
    [
      '{ minuteDays: 400 }',
      'minuteDays',
      'is 400, longer than tenMinuteDays (180 unless you set it): what is finer is never kept longer; set tenMinuteDays too',
    ],
    [
      '{ tenMinuteDays: 20, sampleDays: 10, minuteDays: 20 }',
      'tenMinuteDays',
      'is 20, shorter than countDays (30 unless you set it): what is finer is never kept longer; set countDays too',
    ],
    [
      '{ nameDays: 60, pseudonymDays: 50 }',
      'nameDays',
      'is 60, longer than pseudonymDays (50): what is finer is never kept longer; set pseudonymDays too',
    ],
    [
      '{ freshHours: 48, sampleDays: 1 }',
      'freshHours',
      'is 48, longer than sampleDays (1): what is finer is never kept longer; set sampleDays too',
    ],
  ])('%s is refused, with its line', (text, key, message) => {
    expect(problemsOf(`${yaml()}history: ${text}\n`)).toEqual([`holdfast.yaml:${line}: history.${key}: ${message}`]);
  });
});
