/** holdfast.yaml of kind xmpp: who is watched. */
import { describe, expect, it } from 'vitest';
import { problemSentence } from '../../server/config/problem';
import type { XmppWatchConfig } from '../../server/config/schema';
import { lines, load, problemsOf, yaml } from '../support/lab-yaml';

function watchesOf(text: string): XmppWatchConfig[] {
  const result = load(text);
  if (!result.ok) throw new Error(result.problems.map(problemSentence).join('\n'));
  return result.config.watches;
}

/** From line 13 on. */
const watch = (...entries: string[]) => ({
  more: ['        watch:', ...entries.map((entry) => `          - ${entry}`)].join('\n'),
});
const W = 'clusters[0].nodes[0].watch';

describe('people watched', () => {
  it('stand alone, or in teams with a site', () => {
    const entries = [
      'Anna@lab.example',
      '{ jid: ben@lab.example, name: Ben, team: Night shift, site: Lyon }',
      '{ team: Billing, site: Porto, people: [cleo@lab.example, { jid: dan@lab.example, name: Dan, site: Home }] }',
    ];
    expect(watchesOf(yaml(watch(...entries)))).toEqual([
      {
        ...{ clusterKey: 'lab', clusterName: 'Lab', nodeKey: 'prosody' },
        targets: ['lab/prosody/tcp', 'lab/prosody/websocket', 'lab/prosody/bosh'],
        people: [
          { jid: 'anna@lab.example', name: null, teamId: 'watched', teamName: 'Watched', site: null },
          { jid: 'ben@lab.example', name: 'Ben', teamId: 'night-shift', teamName: 'Night shift', site: 'Lyon' },
          { jid: 'cleo@lab.example', name: null, teamId: 'billing', teamName: 'Billing', site: 'Porto' },
          { jid: 'dan@lab.example', name: 'Dan', teamId: 'billing', teamName: 'Billing', site: 'Home' },
        ],
      },
    ]);
  });

  it('may stand at the cluster, when it has one node', () => {
    const text = yaml({ kind: '    kind: xmpp\n    watch: [anna@lab.example]' });
    expect(watchesOf(text).map((w) => [w.nodeKey, w.people.map((p) => p.jid)])).toEqual([
      ['prosody', ['anna@lab.example']],
    ]);
  });

  it('are watched by sessions that are expected to be there', () => {
    const text = yaml({
      ...watch('anna@lab.example'),
      tcp: '          tcp: { host: 127.0.0.1, expect: closed }',
    });
    expect(watchesOf(text).map((w) => w.targets)).toEqual([['lab/prosody/websocket', 'lab/prosody/bosh']]);
  });

  it('are nobody, unless the file says so', () => {
    expect(watchesOf(yaml())).toEqual([]);
  });
});

describe('a list of people is refused for', () => {
  const cases: [string, string[], string[]][] = [
    [
      'a full address',
      ['anna@lab.example/phone'],
      [`14: ${W}[0].jid: is a full address; every session of a person is watched, so leave out / and what follows`],
    ],
    ['no address', ['{ jid: anna }'], [`14: ${W}[0].jid: is not an address of the form user@domain`]],
    [
      'somebody twice',
      ['anna@lab.example', '{ team: Night, people: [ANNA@lab.example] }'],
      [`15: ${W}[1].people[0].jid: is watched already (line 14)`],
    ],
    [
      'our own account',
      ['Holdfast@lab.example'],
      [`14: ${W}[0].jid: is our own account, whose presence says nothing about anybody else`],
    ],
    [
      'a group without a team',
      ['{ people: [anna@lab.example] }'],
      [`14: ${W}[0]: needs a team: people without one need no group`],
    ],
    [
      'both at once',
      ['{ jid: ben@lab.example, team: Night, people: [anna@lab.example] }'],
      [`14: ${W}[0]: needs either jid, for one person, or team and people, for several`],
    ],
    ['nobody', ['{ name: Anna }'], [`14: ${W}[0]: needs either jid, for one person, or team and people, for several`]],
    ['a typo', ['{ jdi: anna@lab.example }'], [`14: ${W}[0].jdi: is not a known key; did you mean jid?`]],
    [
      'two spellings of a team',
      ['{ jid: a@x, team: Night }', '{ jid: b@x, team: night }'],
      [`15: ${W}[1].team: stands for the key night, as another spelling in line 14; write both alike`],
    ],
    ['a team of signs', ['{ jid: a@x, team: "***" }'], [`14: ${W}[0].team: leaves no letter or digit for a key`]],
  ];
  it.each(cases)('%s', (_, entries, expected) => {
    expect(problemsOf(yaml(watch(...entries)))).toEqual(expected.map((sentence) => `holdfast.yaml:${sentence}`));
  });

  it('standing at a cluster of several nodes, or at two of them', () => {
    const twin = [lines.name.replace('prosody', 'twin'), lines.domain, lines.account, lines.transports, lines.tcp];
    const atCluster = yaml({ kind: '    kind: xmpp\n    watch: [anna@lab.example]', more: twin.join('\n') });
    expect(problemsOf(atCluster)).toEqual([
      'holdfast.yaml:5: clusters[0].watch: must stand at one of the nodes, because this cluster has several',
    ]);
    const both = [watch('anna@lab.example').more, ...twin, watch('ben@lab.example').more];
    expect(problemsOf(yaml({ more: both.join('\n') }))).toEqual([
      `holdfast.yaml:20: clusters[0].nodes[1].watch: is a second list in this cluster, after ${W}; people are watched through one node of a cluster`,
    ]);
  });
});
