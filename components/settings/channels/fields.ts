/** The form of a channel: by which way, whom, and of what. */
import { type ChannelKind, channelKinds } from '#contract';
import { channelKindWords } from '../../alerting/shell/delivery-words';
import type { Field } from '../form/fields';
import { accountField, resourceField, tlsField } from '../form/parts';
import { branchOf, type Tree } from '../form/tree';

const tcp: readonly Field[] = [
  { as: 'text', key: 'host', label: 'Host', required: true },
  { as: 'number', key: 'port', label: 'Port', min: 1, max: 65_535, unit: '', usual: null },
  {
    ...{ as: 'choice', key: 'security', label: 'TLS', usual: 'starttls' },
    options: [
      { value: 'starttls', label: 'by STARTTLS' },
      { value: 'tls', label: 'from the first byte' },
      { value: 'none', label: 'none' },
    ],
  },
];

/** The server keeps these addresses like passwords. */
const web = (help: string): Field => ({ as: 'secret', key: 'url', label: 'Address', required: true, help });
const api = (usual: string): Field => ({
  ...{ as: 'text', key: 'api', label: 'Address of the service', rare: true, placeholder: usual },
  help: `${usual} when left empty.`,
});

const address: Field = { as: 'text', key: 'url', label: 'Address', required: true, placeholder: 'wss://…' };

const ways: Readonly<Record<ChannelKind, readonly Field[]>> = {
  email: [
    ...tcp.map((f): Field => (f.key === 'host' ? { ...f, label: 'Mail server' } : f)),
    { as: 'text', key: 'username', label: 'User name', help: 'When the server asks for one; then with a password.' },
    { as: 'secret', key: 'password', label: 'Password' },
    { as: 'text', key: 'from', label: 'From', required: true, placeholder: 'holdfast@example.com' },
    { as: 'lines', key: 'to', label: 'To', required: true, help: 'One address a line.' },
  ],
  webhook: [
    web('Gets a POST with JSON. Whoever knows it can write there: it is kept like a password.'),
    {
      ...{ as: 'secret', key: 'secret', label: 'Secret to sign with' },
      help: 'The receiver can then tell that a message is ours.',
    },
    { as: 'pairs', key: 'headers', label: 'Headers', rare: true },
    {
      ...{ as: 'json', key: 'body', label: 'Body', rare: true },
      help: 'JSON with {{placeholders}}; the usual body when left empty.',
    },
  ],
  slack: [
    {
      ...{ as: 'secret', key: 'url', label: 'Address of the incoming webhook', required: true },
      help: 'Whoever knows it can write there: it is kept like a password.',
    },
  ],
  teams: [
    {
      ...{ as: 'secret', key: 'url', label: 'Address of the workflow', required: true },
      help: 'Whoever knows it can write there: it is kept like a password.',
    },
  ],
  webex: [
    { as: 'secret', key: 'token', label: 'Token of the bot', required: true },
    { as: 'text', key: 'room', label: 'Id of the room', required: true, max: 500 },
    api('https://webexapis.com/v1'),
  ],
  pagerduty: [
    { as: 'secret', key: 'routingKey', label: 'Routing key', required: true, help: 'Of an Events API v2 integration.' },
    api('https://events.pagerduty.com/v2/enqueue'),
  ],
  ntfy: [
    web('Of the topic, such as https://ntfy.sh/your-topic; kept like a password.'),
    { as: 'secret', key: 'token', label: 'Token', help: 'When the topic asks for one.' },
  ],
  xmpp: [
    { as: 'text', key: 'domain', label: 'XMPP domain', required: true },
    accountField(),
    {
      ...{ as: 'one-of', key: 'transport', label: 'Reached by', required: true },
      fields: [
        { as: 'group', key: 'tcp', label: 'TCP', fields: tcp },
        { as: 'group', key: 'websocket', label: 'WebSocket', fields: [address] },
        { as: 'group', key: 'bosh', label: 'BOSH', fields: [{ ...address, placeholder: 'https://…' }] },
      ],
    },
    { as: 'lines', key: 'to', label: 'To', required: true, help: 'user@domain, one a line.' },
    {
      ...{ as: 'choice', key: 'type', label: 'As', usual: 'chat' },
      options: [
        { value: 'chat', label: 'a chat' },
        { value: 'normal', label: 'a single message' },
      ],
    },
    resourceField,
    {
      ...{
        as: 'switch',
        key: 'allowPlainWithoutTls',
        label: 'Send the password without TLS',
        usual: false,
        rare: true,
      },
    },
  ],
};

const policy: readonly Field[] = [
  {
    ...{ as: 'choice', key: 'from', label: 'Is told of', usual: 'ticket' },
    options: [
      { value: 'page', label: 'pages only' },
      { value: 'high', label: 'high and pages' },
      { value: 'ticket', label: 'tickets and more urgent' },
      { value: 'in-page', label: 'everything, notices too' },
    ],
  },
  {
    ...{ as: 'switch', key: 'administrators', label: 'Also of what concerns administrators only', usual: true },
  },
  {
    ...{ as: 'number', key: 'groupWaitS', label: 'Waits for more of the same', min: 0, max: 3_600, usual: 10 },
    unit: 'seconds',
  },
  {
    ...{ as: 'number', key: 'remindMin', label: 'Reminds every', min: 1, max: 10_080, unit: 'minutes', usual: null },
    help: 'Never when left empty.',
  },
  {
    ...{ as: 'number', key: 'unacknowledgedMin', label: 'Only when nobody acknowledged for', min: 1, max: 1_440 },
    ...{ unit: 'minutes', usual: null, help: 'To reach the next person. At once when left empty.' },
  },
];

/** Name and way first, then whom of what. */
export function channelFields(kind: ChannelKind): readonly Field[] {
  return [
    { as: 'text', key: 'name', label: 'Name', required: true, max: 60, placeholder: 'On call' },
    { as: 'group', key: kind, label: channelKindWords[kind], fields: ways[kind] },
    ...policy,
    { ...tlsField, rare: true },
  ];
}

/** null: no way that is known. */
export function channelKindOf(body: Tree): ChannelKind | null {
  return channelKinds.find((kind) => branchOf(body)[kind] !== undefined) ?? null;
}
