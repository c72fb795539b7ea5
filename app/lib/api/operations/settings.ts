/** Operations on what is set up. */
import {
  configChange,
  configChanged,
  configImport,
  configImported,
  configuration,
  connectionTest,
  connectionTestLine,
} from '#contract';
import { type Operation, ok } from '../operation';

const webhook = {
  ...{ kind: 'channel', key: 'status-page' },
  body: { name: 'status-page', webhook: { url: { secret: 'new', text: 'https://status.example/hook' } } },
};

const file = `clusters:
  - name: Lab
    kind: xmpp
    nodes:
      - name: prosody
        domain: lab.example
        account: { username: holdfast, password: \${LAB_PASSWORD} }
        transports:
          tcp: { host: xmpp.lab.example, port: 5222, security: starttls }
`;

export const settings: readonly Operation[] = [
  {
    ...{ id: 'getPrivacySheet', method: 'get', route: 'v1/privacy/sheet.md', tag: 'Settings', needs: 'configure' },
    summary: 'What is processed of people, why, how long, and who sees it',
    description:
      'From the settings in force, as Markdown, to be kept with an agreement. Taking it is in the audit log.',
    answers: { 200: { what: 'The sheet.', content: { 'text/markdown': null } } },
    examples: [{ name: 'As it is in force', status: 200 }],
  },
  {
    ...{ id: 'getConfiguration', method: 'get', route: 'v1/configuration', tag: 'Settings', needs: 'configure' },
    summary: 'What is set up',
    description: 'In the shape of holdfast.yaml. A secret comes as `{"secret":"kept"}` and cannot be read.',
    answers: ok(configuration, 'Every item, with the revision to change it from.'),
    examples: [{ name: 'Everything', status: 200 }],
  },
  {
    ...{ id: 'changeConfiguration', method: 'post', route: 'v1/configuration', tag: 'Settings', needs: 'configure' },
    summary: 'Other items in their place, all of them or none',
    description:
      'Names the revision that it was made from: if somebody changed it meanwhile, nothing happens (409). With `dryRun` it is only ' +
      'judged and compared. What is wrong is named (422). With nothing to put or remove, an edited holdfast.yaml is taken up.',
    body: configChange,
    answers: ok(configChanged, 'What differs now.'),
    refusals: [409, 422],
    examples: [
      { name: 'What a channel would change', body: { revision: 0, put: [webhook], dryRun: true }, status: 200 },
      { name: 'Made from one that never was', body: { revision: 4_711, put: [] }, status: 409 },
    ],
  },
  {
    ...{ id: 'exportConfiguration', method: 'get', route: 'v1/configuration/export', tag: 'Settings' },
    needs: 'configure',
    summary: 'The whole configuration as holdfast.yaml',
    description: 'With a variable in the place of every secret. Kept in the audit.',
    answers: { 200: { what: 'The file.', content: { 'application/yaml': null } } },
    examples: [{ name: 'Everything', status: 200 }],
  },
  {
    ...{ id: 'importConfiguration', method: 'post', route: 'v1/configuration/import', tag: 'Settings' },
    needs: 'configure',
    summary: 'A whole holdfast.yaml is taken over',
    description:
      'With `dryRun`, which is usual, only judged and compared. `secrets` gives the values of its variables. What is wrong is named with ' +
      'its line (422), and then nothing has changed.',
    body: configImport,
    answers: ok(configImported, 'What differs, and what the file still needs.'),
    refusals: [409, 422],
    examples: [
      {
        name: 'What a file would change',
        body: { revision: 0, yaml: file, secrets: { LAB_PASSWORD: 'x' } },
        status: 200,
      },
      {
        name: 'A file with a word that nobody knows',
        body: { revision: 0, yaml: 'clusterz: []', dryRun: false },
        status: 422,
      },
    ],
  },
  {
    ...{ id: 'testConnection', method: 'post', route: 'v1/connection-test', tag: 'Settings', needs: 'configure' },
    summary: 'Tries a connection before it is set up',
    description: 'Answers a line for each change of a step, then the outcome. Closing the connection ends it.',
    body: connectionTest,
    answers: { 200: { what: 'Lines of JSON.', content: { 'application/x-ndjson': connectionTestLine } } },
    refusals: [409],
    examples: [
      {
        name: 'A Finesse server',
        body: {
          ...{ kind: 'finesse', host: 'finesse-a.example.com' },
          account: { username: 'holdfast', password: { secret: 'new', text: 'of the monitor account' } },
        },
        status: 200,
      },
      { name: 'Of nothing that is known', body: { kind: 'telnet' }, status: 400 },
    ],
  },
];
