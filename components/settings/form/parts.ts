/** Fields that several forms share: accounts, certificates, timing. */
import type { Field, GroupField, Option } from './fields';

const account: readonly Field[] = [
  { as: 'text', key: 'username', label: 'User name', required: true, help: 'The part before @, without domain.' },
  { as: 'secret', key: 'password', label: 'Password', required: true },
];

export function accountField(more: Partial<GroupField> = {}): GroupField {
  return { as: 'group', key: 'account', label: 'Account', fields: account, ...more };
}

export const tlsField: GroupField = {
  ...{
    as: 'group',
    key: 'tls',
    label: 'Certificate',
    optional: 'Trust a certificate that public authorities did not sign',
  },
  fields: [
    {
      ...{ as: 'one-of', key: 'trust', label: 'Trusted by', required: true },
      fields: [
        {
          ...{ as: 'text', key: 'pin', label: 'Its fingerprint', required: true },
          help: 'Exactly this certificate: sha256/ and 44 characters. When it is renewed, it must be put here again.',
          placeholder: 'sha256/…',
        },
        {
          ...{ as: 'text', key: 'ca', label: 'An authority of one’s own', required: true },
          help: 'Path of its PEM file on the machine of Holdfast.',
          placeholder: '/etc/holdfast/ca.pem',
        },
      ],
    },
  ],
};

export const policyField: GroupField = {
  ...{ as: 'group', key: 'policy', label: 'Timing of sessions', rare: true },
  optional: 'Other timing than usual',
  fields: [
    { as: 'number', key: 'pingIntervalS', label: 'Ping every', min: 1, max: 3_600, unit: 'seconds', usual: 10 },
    { as: 'number', key: 'pingTimeoutS', label: 'An answer within', min: 1, max: 600, unit: 'seconds', usual: 10 },
    { as: 'number', key: 'pingRetries', label: 'Tries after a miss', min: 0, max: 20, unit: 'tries', usual: 2 },
    { as: 'number', key: 'connectTimeoutS', label: 'Connected within', min: 1, max: 600, unit: 'seconds', usual: 30 },
  ],
};

const expectations: readonly Option[] = [
  { value: 'open', label: 'open' },
  { value: 'closed', label: 'closed: told when it is open' },
  { value: 'optional', label: 'either: never told' },
];

export const expectField: Field = {
  ...{ as: 'choice', key: 'expect', label: 'It is expected to be', options: expectations, usual: 'open' },
};

export const keyField: Field = {
  ...{ as: 'text', key: 'key', label: 'Key', rare: true, max: 64 },
  help: 'In addresses and in history. Made of the name when left empty.',
};

export const resourceField: Field = {
  ...{ as: 'text', key: 'resource', label: 'XMPP resource', rare: true },
  help: 'Its own for each session when left empty. Never “desktop”: that is the agents’.',
};

export const tagsField: Field = {
  ...{ as: 'lines', key: 'tags', label: 'Tags', rare: true },
  help: 'Words to find its sessions by, one a line: a-z, 0-9, dots and dashes.',
};
