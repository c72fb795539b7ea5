/** The forms of a cluster: a Finesse pair, or a plain XMPP service. */
import type { Field, GroupField } from '../form/fields';
import { accountField, expectField, keyField, policyField, resourceField, tagsField, tlsField } from '../form/parts';

const port = (usual: number | null, label = 'Port'): Field => ({
  ...{ as: 'number', key: 'port', label, min: 1, max: 65_535, unit: '', usual },
});

const name: Field = { as: 'text', key: 'name', label: 'Name', required: true, placeholder: 'Contact centre' };

const webTransport = (key: string, label: string, placeholder: string): GroupField => ({
  ...{ as: 'group', key, label, optional: `Hold a session by ${label}` },
  fields: [
    { ...port(null), help: 'Where the release has it when left empty.' },
    {
      ...{ as: 'text', key: 'url', label: 'Or its whole address', placeholder },
      help: 'Instead of the port, where it is not the usual place.',
    },
    expectField,
  ],
});

const security = (options: readonly string[], usual: string): Field => ({
  ...{ as: 'choice', key: 'security', label: 'TLS', usual },
  options: options.map((value) => ({ value, label: securityWords[value] ?? value })),
});
const securityWords: Readonly<Record<string, string>> = {
  tls: 'from the first byte',
  starttls: 'by STARTTLS',
  none: 'none',
};

const finesseTransports: GroupField = {
  ...{ as: 'group', key: 'transports', label: 'Transports', rare: true },
  optional: 'Say which transports; otherwise they are found out',
  fields: [
    webTransport('websocket', 'WebSocket', 'wss://fin-a.example.com:8445/ws/'),
    webTransport('bosh', 'BOSH', 'https://fin-a.example.com:7443/http-bind/'),
    {
      ...{ as: 'group', key: 'tcp', label: 'TCP', optional: 'Hold a session by TCP' },
      fields: [
        { as: 'text', key: 'host', label: 'Host', help: 'The server itself when left empty.' },
        port(5223),
        security(['tls', 'starttls'], 'tls'),
        expectField,
      ],
    },
  ],
};

const budget: GroupField = {
  ...{ as: 'group', key: 'budget', label: 'Load on REST', rare: true, optional: 'Another limit than usual' },
  fields: [
    {
      ...{ as: 'number', key: 'requestsPerMinute', label: 'Requests', min: 10, max: 6_000, usual: 60 },
      unit: 'a minute',
    },
    {
      ...{ as: 'number', key: 'megabytesPerMinute', label: 'Megabytes', min: 1, max: 1_024, usual: 16 },
      unit: 'a minute',
    },
  ],
};

const administrator = accountField({
  ...{ key: 'administrator', label: 'Administrator’s account', optional: 'Read the directory and connected users' },
  help: 'A Finesse administrator, for the names of agents and teams and for who is connected. It opens no session.',
});

function serverFields(): readonly Field[] {
  return [
    {
      ...{ as: 'text', key: 'host', label: 'Full name', required: true, placeholder: 'fin-a.example.com' },
      help: 'As its certificate names it, not an address.',
    },
    port(8445, 'Port of REST'),
    accountField({
      help: 'An account of its own for this server, in a team of its own; never one that a person uses.',
    }),
    administrator,
    tlsField,
    {
      ...{ as: 'choice', key: 'standby', label: 'Its part', usual: null },
      options: [
        { value: '', label: 'in service' },
        { value: 'expected', label: 'stands by: not being in service is normal' },
      ],
    },
    { as: 'text', key: 'name', label: 'Name', rare: true, help: 'The host when left empty.' },
    tagsField,
    keyField,
    finesseTransports,
    resourceField,
    policyField,
    budget,
  ];
}

export const finesseFields: readonly Field[] = [
  name,
  {
    ...{ as: 'choice', key: 'load', label: 'Logout on Agent Disconnect', usual: null },
    help: 'No interface tells it: in Finesse’s desktop properties. UCCX has none.',
    options: [
      { value: '', label: 'not known, or UCCX' },
      { value: 0, label: '0: agents become Not Ready' },
      { value: 1, label: '1: agents are signed out' },
    ],
  },
  {
    ...{ as: 'group', key: 'servers', label: 'Servers' },
    fields: [
      { as: 'group', key: 'A', label: 'Server A', fields: serverFields() },
      { as: 'group', key: 'B', label: 'Server B', fields: serverFields(), optional: 'There is a server B' },
    ],
  },
  {
    ...{ as: 'list', key: 'sites', label: 'Sites', one: 'site', atLeast: 0, blank: { site: '' } },
    help: 'Where agents sit. The first rule that fits an agent gives the site.',
    fields: [
      { as: 'text', key: 'site', label: 'Site', required: true },
      { as: 'lines', key: 'teams', label: 'Teams', help: 'Names or ids, one a line.' },
      { as: 'lines', key: 'extensions', label: 'Extensions', help: '1000-1999, or one extension, one a line.' },
      { as: 'lines', key: 'logins', label: 'Login ids', help: 'One a line.' },
    ],
  },
  { ...administrator, rare: true, help: 'For both servers, unless one has its own.' },
  {
    ...{ as: 'text', key: 'connectedUsers', label: 'Place of connected users', rare: true },
    help: 'The word of the path after ConnectedUsersInfo; found out when left empty.',
  },
  { ...tagsField, help: `For all of its servers. ${tagsField.help}` },
  policyField,
  keyField,
];

const watch: Field = {
  ...{ as: 'watch', key: 'watch', label: 'People to watch' },
  help: 'One a line: user@domain; name; team; site. Only the address is needed.',
};

const nodeFields: readonly Field[] = [
  { as: 'text', key: 'name', label: 'Name', required: true, placeholder: 'prosody' },
  { as: 'text', key: 'domain', label: 'XMPP domain', required: true, placeholder: 'lab.example' },
  accountField(),
  {
    ...{ as: 'group', key: 'transports', label: 'Transports' },
    help: 'Each becomes a session of its own: they show which path is at fault when one fails.',
    fields: [
      {
        ...{ as: 'group', key: 'websocket', label: 'WebSocket', optional: 'Hold a session by WebSocket' },
        fields: [
          {
            ...{ as: 'text', key: 'url', label: 'Address', required: true },
            placeholder: 'wss://xmpp.lab.example:5281/xmpp-websocket',
          },
          expectField,
        ],
      },
      {
        ...{ as: 'group', key: 'bosh', label: 'BOSH', optional: 'Hold a session by BOSH' },
        fields: [
          {
            ...{ as: 'text', key: 'url', label: 'Address', required: true },
            placeholder: 'https://xmpp.lab.example:5281/http-bind',
          },
          expectField,
        ],
      },
      {
        ...{ as: 'group', key: 'tcp', label: 'TCP', optional: 'Hold a session by TCP' },
        fields: [
          { as: 'text', key: 'host', label: 'Host', required: true, placeholder: 'xmpp.lab.example' },
          port(5222),
          security(['starttls', 'tls', 'none'], 'starttls'),
          expectField,
        ],
      },
    ],
  },
  tlsField,
  {
    ...watch,
    rare: true,
    help: 'Instead of the people of the whole cluster. One a line: user@domain; name; team; site.',
  },
  tagsField,
  keyField,
  resourceField,
  policyField,
  {
    ...{ as: 'switch', key: 'allowPlainWithoutTls', label: 'Send the password without TLS', usual: false, rare: true },
    help: 'Only inside a laboratory: anybody on the way can read it.',
  },
];

export const xmppFields: readonly Field[] = [
  { ...name, placeholder: 'Lab' },
  {
    ...{ as: 'list', key: 'nodes', label: 'Servers', one: 'server', atLeast: 1, fields: nodeFields },
    blank: { name: '', transports: { websocket: {} } },
  },
  watch,
  { ...tagsField, help: `For all of its servers. ${tagsField.help}` },
  policyField,
  keyField,
];

export function clusterFields(kind: string): readonly Field[] {
  return kind === 'xmpp' ? xmppFields : finesseFields;
}
