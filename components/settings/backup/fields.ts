/** The form of when the history is copied. */
import type { Field } from '../form/fields';
import type { SettingPart } from '../parts/parts';

export const backupParts: readonly SettingPart[] = [{ key: 'backup', at: 'backup' }];

export const backupFields: readonly Field[] = [
  {
    ...{ as: 'group', key: 'backup', label: 'By schedule', optional: 'Copy the history every day' },
    help: 'While Holdfast measures on. Each copy is checked, and is of one moment.',
    fields: [
      {
        ...{ as: 'text', key: 'everyDayAt', label: 'At', required: true, placeholder: '02:30' },
        help: 'By the clock of the machine of Holdfast.',
      },
      {
        ...{ as: 'number', key: 'keep', label: 'Keep the newest', unit: 'copies', min: 1, max: 365, usual: 7 },
        help: 'A copy holds the names that were kept when it was made: keep no more than you need.',
      },
      {
        ...{ as: 'text', key: 'folder', label: 'Folder', placeholder: '/srv/backups/holdfast' },
        help: 'On the machine of Holdfast, best on another disk. The folder backups in DATA_DIR when left empty.',
      },
    ],
  },
];
