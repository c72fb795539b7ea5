/** Operations on what is set up. */
import { configChange, configChanged, configuration, connectionTest, connectionTestLine } from '#contract';
import { type Operation, ok } from '../operation';

const webhook = {
  ...{ kind: 'channel', key: 'status-page' },
  body: { name: 'status-page', webhook: { url: { secret: 'new', text: 'https://status.example/hook' } } },
};

export const settings: readonly Operation[] = [
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
      'judged and compared. What is wrong is named (422).',
    body: configChange,
    answers: ok(configChanged, 'What differs now.'),
    refusals: [409, 422],
    examples: [
      { name: 'What a channel would change', body: { revision: 0, put: [webhook], dryRun: true }, status: 200 },
      { name: 'Made from one that never was', body: { revision: 4_711, put: [] }, status: 409 },
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
