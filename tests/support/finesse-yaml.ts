/** A small holdfast.yaml with one Finesse pair, whose lines tests change one by one. */
import { variable } from '../../server/config/yaml-source';

const password = variable('LAB_PASSWORD');

/** The lines under `clusters:`, from line 3 on; each test changes the line that it is about. */
export const finesseLines = {
  cluster: '  - name: Contact centre',
  kind: '    kind: finesse',
  load: '    load: 0',
  administrator: `    administrator: { username: chief, password: ${password} }`,
  servers: '    servers:',
  a: '      A:',
  hostA: '        host: fin-a.example',
  accountA: `        account: { username: holdfast-a, password: ${password} }`,
  moreA: '        standby: expected',
  b: '      B:',
  hostB: '        host: fin-b.example',
  accountB: `        account: { username: holdfast-b, password: ${password} }`,
  sites: '    sites:',
  site: '      - { site: Lyon, teams: [Billing], extensions: ["1000-1999"], logins: ["1001"] }',
  more: '',
};

export function finesseYaml(changes: Partial<typeof finesseLines> = {}): string {
  return ['# Our centre', 'clusters:', ...Object.values({ ...finesseLines, ...changes })].join('\n');
}
