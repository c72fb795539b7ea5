/** Who is told, from holdfast.yaml: what is assumed, what is refused, and that secrets stay hidden. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../server/config/file';
import { problemsOf, variables, yaml } from '../support/lab-yaml';

const withNotify = (text: string): string => `${yaml()}${text}`;

function notifyIn(text: string) {
  const readText = () => ({ ok: true as const, text: withNotify(text) });
  const secrets = { ...variables, HOOK: 'https://hooks.example/T0/secret-path', KEY: 'between us' };
  const result = loadConfig('/site/holdfast.yaml', secrets, { instanceId: 'abc123', cwd: '/site', readText });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

describe('channels', () => {
  const hook = `
notify:
  publicUrl: https://holdfast.example/
  channels:
    - { name: hook, webhook: { url: "\${HOOK}", secret: "\${KEY}" } }
    - { name: night, email: { host: mail.example, from: h@c.example, to: [n@c.example] }, from: page, unacknowledgedMin: 10, remindMin: 30 }
`;

  it('are told of tickets and worse after ten seconds, unless the file says otherwise', () => {
    const { publicUrl, channels } = notifyIn(hook).config.notify;
    expect(publicUrl).toBe('https://holdfast.example');
    expect(channels.map(({ way: _, ...policy }) => policy)).toEqual([
      {
        ...{ name: 'hook', from: 'ticket', administrators: true, groupWaitMs: 10_000 },
        ...{ remindEveryMs: null, unacknowledgedMs: 0 },
      },
      {
        ...{ name: 'night', from: 'page', administrators: true, groupWaitMs: 10_000 },
        ...{ remindEveryMs: 1_800_000, unacknowledgedMs: 600_000 },
      },
    ]);
    expect(channels[1]?.way).toMatchObject({ kind: 'email', port: 587, security: 'starttls', account: null });
  });

  it('never show their secrets', () => {
    const { config, warnings } = notifyIn(hook);
    const shown = `${inspect(config, { depth: 9 })}${JSON.stringify(config)}`;
    expect(shown).not.toMatch(/secret-path|between us/);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['channels: [{ name: a, webhook: { url: "ftp://x" } }]', /begins with ftp/],
    ['channels: [{ name: a }]', /needs exactly one of email, webhook, slack/],
    ['channels: [{ name: a, webhok: { url: "https://x" } }]', /did you mean webhook\?/],
    ['serviceHours: { days: [mon], from: "7", to: "19:00", zone: Europe/Paris }', /must be a time of day/],
    ['serviceHours: { days: [mon], from: "07:00", to: "19:00", zone: Paris }', /is not a time zone/],
  ])('%s is refused', (line, message) => {
    expect(problemsOf(withNotify(`\nnotify:\n  ${line}\n`)).join('\n')).toMatch(message);
  });
});

describe('maintenance', () => {
  it('is once, with its offset, or recurring in a zone', () => {
    const { maintenance } = notifyIn(`
maintenance:
  - { name: patches, cluster: lab, once: { from: "2026-11-20T22:00+01:00", to: "2026-11-20T23:00+01:00" } }
  - { name: weekly, recurring: { cron: "0 22 * * sun", zone: Europe/Paris, lastsMin: 90 } }
`).config.notify;
    expect(maintenance).toEqual([
      {
        ...{ id: 'file:patches', name: 'patches', clusterKey: 'lab', nodeKey: null },
        when: { kind: 'once', from: Date.UTC(2026, 10, 20, 21), to: Date.UTC(2026, 10, 20, 22) },
      },
      {
        ...{ id: 'file:weekly', name: 'weekly', clusterKey: null, nodeKey: null },
        when: { kind: 'recurring', cron: '0 22 * * sun', zone: 'Europe/Paris', lastsMs: 5_400_000 },
      },
    ]);
  });

  it.each([
    ['{ name: p, once: { from: "2026-11-20 22:00", to: "2026-11-20T23:00Z" } }', /must be a time with its offset/],
    ['{ name: p, recurring: { cron: "at night", zone: UTC, lastsMin: 5 } }', /cannot be read/],
    ['{ name: p }', /needs either once or recurring/],
  ])('%s is refused', (line, message) => {
    expect(problemsOf(withNotify(`\nmaintenance:\n  - ${line}\n`)).join('\n')).toMatch(message);
  });
});
