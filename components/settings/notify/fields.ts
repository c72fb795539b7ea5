/** The form of what concerns every notice: the public address, the heartbeat, and service hours. */
import type { Field } from '../form/fields';
import type { SettingPart } from '../parts/parts';

export const notifyParts: readonly SettingPart[] = [
  { key: 'notify.publicUrl', at: 'publicUrl' },
  { key: 'notify.heartbeat', at: 'heartbeat' },
  { key: 'notify.serviceHours', at: 'serviceHours' },
];

const days = [
  { value: 'mon', label: 'Monday' },
  { value: 'tue', label: 'Tuesday' },
  { value: 'wed', label: 'Wednesday' },
  { value: 'thu', label: 'Thursday' },
  { value: 'fri', label: 'Friday' },
  { value: 'sat', label: 'Saturday' },
  { value: 'sun', label: 'Sunday' },
];

export const notifyFields: readonly Field[] = [
  {
    ...{ as: 'text', key: 'publicUrl', label: 'Public address', placeholder: 'https://holdfast.example.com' },
    help: 'Where people reach Holdfast: what links in messages begin with. Without it messages have no links.',
  },
  {
    ...{ as: 'group', key: 'heartbeat', label: 'Heartbeat', optional: 'Call an address while Holdfast is well' },
    help: 'A service elsewhere that expects to be called tells people when the calls stop: somebody notices when Holdfast itself is down.',
    fields: [
      {
        ...{ as: 'secret', key: 'url', label: 'Address', required: true },
        help: 'Kept like a password: whoever knows it could keep us alive.',
      },
      { as: 'number', key: 'everyS', label: 'Every', min: 10, max: 3_600, unit: 'seconds', usual: 60 },
    ],
  },
  {
    ...{ as: 'group', key: 'serviceHours', label: 'Service hours', optional: 'There are hours of service' },
    help: 'Outside of them rules may be told less urgently. Without them it is service time whenever agents are connected.',
    fields: [
      { as: 'some', key: 'days', label: 'Days', options: days, required: true },
      { as: 'text', key: 'from', label: 'From', required: true, placeholder: '07:30' },
      { as: 'text', key: 'to', label: 'To', required: true, placeholder: '20:00' },
      { as: 'text', key: 'zone', label: 'Time zone', required: true, placeholder: 'Europe/Paris' },
    ],
  },
];
