/** What of people is kept, from holdfast.yaml: the strictest is assumed, and what makes no sense is told. */
import { expect, test } from 'vitest';
import { defaultPrivacy } from '#contract';
import { loadConfig } from '../../server/config/file';
import { problemsOf, variables, yaml } from '../support/lab-yaml';

function privacyIn(text: string) {
  const readText = () => ({ ok: true as const, text: `${yaml()}${text}\n` });
  const result = loadConfig('/site/holdfast.yaml', variables, { instanceId: 'abc123', cwd: '/site', readText });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config.privacy;
}

test('states are kept around a lost connection, and teams of five are told apart, unless the file says otherwise', () => {
  expect(privacyIn('')).toEqual(defaultPrivacy);
  expect(privacyIn('privacy: { agentStates: all }')).toEqual({ agentStates: 'all', smallestTeam: 5 });
  expect(privacyIn('privacy: { smallestTeam: 12 }')).toEqual({ agentStates: 'around-disconnects', smallestTeam: 12 });
});

test.each([
  ['{ agentStates: some }', 'must be one of around-disconnects, all'],
  ['{ smallestTeam: 1 }', 'must be from 3 to 100 agents'],
  ['{ smallesTeam: 6 }', 'is not a known key; did you mean smallestTeam?'],
])('privacy: %s', (text, message) => {
  expect(problemsOf(`${yaml()}privacy: ${text}\n`)).toEqual([expect.stringContaining(message)]);
});
