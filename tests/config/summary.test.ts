/** What Holdfast says that it will watch. */
import { expect, it } from 'vitest';
import { summaryOf } from '../../server/config/summary';
import { finesseYaml } from '../support/finesse-yaml';
import { load, yaml } from '../support/lab-yaml';

const summary = (text: string): string[] => {
  const result = load(text);
  return result.ok ? summaryOf(result.config) : ['refused'];
};

it('names sessions and people of an XMPP service', () => {
  expect(summary(yaml())).toEqual(['Lab: 3 sessions at prosody']);
  expect(summary(yaml({ more: '        watch: [anna@lab.example, ben@lab.example]' }))).toEqual([
    'Lab: 3 sessions at prosody; 2 people watched',
  ]);
});

it('names both servers of a Finesse pair, and what it was not told', () => {
  expect(summary(finesseYaml())).toEqual([
    'Contact centre: Finesse, A at fin-a.example as holdfast-a (standby; ports to be found); B at fin-b.example as holdfast-b (ports to be found); LOAD 0; with an administrator account; 1 site',
  ]);
  const bare = {
    ...{ load: '', administrator: '', b: '', hostB: '', accountB: '', sites: '', site: '' },
    moreA: '        transports: { websocket: {}, tcp: { port: 5223 } }',
  };
  expect(summary(finesseYaml(bare))).toEqual([
    'Contact centre: Finesse, A at fin-a.example as holdfast-a (websocket, tcp); LOAD not told; without an administrator account',
  ]);
});

it('keeps clusters apart', () => {
  const finesse = finesseYaml().split('\n').slice(2).join('\n');
  expect(summary(yaml({ more: finesse, websocket: '', bosh: '' })).map((line) => line.split(':')[0])).toEqual([
    'Lab',
    'Contact centre',
  ]);
});
