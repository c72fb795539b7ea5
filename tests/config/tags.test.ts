/** Tags in holdfast.yaml: of a cluster for all its servers, of a server for itself, and never a reason to measure anew. */
import { expect, test } from 'vitest';
import { tagsOfNode } from '../../server/contract/tags';
import { changeLines, changesOf } from '../../server/worker/changes';
import { finesseYaml } from '../support/finesse-yaml';
import { load, problemsOf, yaml } from '../support/lab-yaml';

function configOf(text: string) {
  const result = load(text);
  if (!result.ok) throw new Error('refused');
  return result.config;
}
const ofCluster = (kind: string, tags: string) => `    kind: ${kind}\n    tags: ${tags}`;

test('a server has the tags of its cluster, then its own, each once', () => {
  const { tags } = configOf(yaml({ kind: ofCluster('xmpp', '[lab, paris]'), more: '        tags: [edge, lab]' }));
  expect(tags).toEqual([
    {
      ...{ clusterKey: 'lab', nodeKey: 'prosody', place: ['nodes', 0] },
      ...{ inherited: ['lab', 'paris'], own: ['edge', 'lab'] },
    },
  ]);
  expect(tagsOfNode(tags, { clusterKey: 'lab', nodeKey: 'prosody' })).toEqual(['lab', 'paris', 'edge']);
  expect(tagsOfNode(tags, { clusterKey: 'lab', nodeKey: 'gone' })).toEqual([]);
});

test('of a Finesse pair each side has its own', () => {
  const { tags } = configOf(finesseYaml({ b: '      B:\n        tags: [standby-site]' }));
  expect(tags.map(({ nodeKey, place, own }) => [nodeKey, place, own])).toEqual([
    ['a', ['servers', 'A'], []],
    ['b', ['servers', 'B'], ['standby-site']],
  ]);
});

test('another tag leaves every session as it is', () => {
  for (const [before, after] of [
    [yaml(), yaml({ kind: ofCluster('xmpp', '[lab]'), more: '        tags: [edge]' })],
    [finesseYaml(), finesseYaml({ b: '      B:\n        tags: [edge]' })],
  ] as const) {
    const changes = changesOf(configOf(before), configOf(after));
    expect([changeLines(changes), changes.again]).toEqual([[], []]);
  }
});

test.each([
  ['[Paris]', 'tags[0]: a tag is 1 to 32 of'],
  ['[a, b, a]', 'tags: has a tag twice'],
  ['[a, b, c, d, e, f, g, h, i, j, k]', 'tags: holds more than 10 tags'],
  ['paris', 'tags: must be a list of tags'],
])('%s is refused', (tags, sentence) => {
  expect(problemsOf(yaml({ more: `        tags: ${tags}` })).join()).toContain(sentence);
});
