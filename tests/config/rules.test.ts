/** Rules of holdfast.yaml: what is assumed, what changes a rule that comes with Holdfast, and what is refused. */
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../server/config/file';
import { problemsOf, variables, yaml } from '../support/lab-yaml';

const withRules = (text: string): string => `${yaml()}${text}`;

function rulesIn(text: string) {
  const readText = () => ({ ok: true as const, text: withRules(text) });
  const result = loadConfig('/site/holdfast.yaml', variables, { instanceId: 'abc123', cwd: '/site', readText });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config.rules;
}

describe('rules of the file', () => {
  it('need a name and what they look for; the rest is assumed', () => {
    const [rule] = rulesIn(`
rules:
  - name: Slow Berlin
    when: { of: round-trip, quantile: 0.99, overMs: 250, windowMin: 5 }
    where: { nodes: [berlin], transports: [websocket] }
    schedule: { days: [mon, tue], from: "07:30", to: "24:00", zone: Europe/Berlin }
`);
    expect(rule).toMatchObject({
      ...{
        key: 'slow-berlin',
        kind: 'round-trip',
        severity: 'ticket',
        origin: 'file',
        recoverMs: 30_000,
        enabled: true,
      },
      ...{ threshold: 'RTT p99 over 250 ms in 5 min', where: { clusters: [], nodes: ['berlin'] } },
      schedule: { fromMin: 450, toMin: 1_440 },
    });
  });

  it('change of a rule that comes with Holdfast what they say, and nothing else', () => {
    const [lost, off] = rulesIn(`
rules:
  - { key: session-down, severity: page, forS: 45 }
  - { key: account, enabled: false }
`);
    expect(lost).toMatchObject({ name: 'Session lost', severity: 'page', forMs: 45_000, recoverMs: 30_000 });
    expect(lost?.threshold).toBe('a session that is expected is not online for 45 s');
    expect(off).toMatchObject({ key: 'account', enabled: false, recoverMs: 0 });
  });

  it('are refused by the line, with what is meant instead', () => {
    const problems = problemsOf(
      withRules(`
rules:
  - { name: Few, when: { of: agents, health: out, per: team, atLeast: 1 } }
  - { name: A, when: { of: round-trips, overMs: 3 } }
  - { name: B, when: { of: no-data, windowMin: 5, overMs: 3 } }
`),
    );
    expect(problems.map((p) => p.replace(/^.*?rules/, 'rules').slice(0, 62))).toEqual([
      'rules[0].when.atLeast: must be from 2 to 100000 agents',
      'rules[1].when.of: must say what it looks for: one of session-d',
      'rules[2].when.overMs: is not a known key here; known are of, w',
    ]);
  });

  it('make sense together', () => {
    const problems = problemsOf(
      withRules(`
rules:
  - { key: sesion-down, severity: page }
  - { key: session-down, where: { clusters: [lab], targets: [other/a/tcp] } }
  - { key: session-down, severity: page }
`),
    );
    expect(problems.map((p) => p.replace(/^.*?rules/, 'rules'))).toEqual([
      'rules[0]: needs when: there is no rule sesion-down that comes with Holdfast; did you mean session-down?',
      'rules[1].where: other/a/tcp is not in the clusters, nodes and transports that the rule is limited to',
      expect.stringMatching(/^rules\[2\]: stands for the key session-down, which another has already \(line \d+\)$/),
    ]);
  });
});
