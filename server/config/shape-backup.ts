/** The shape of `backup` in holdfast.yaml: copies of the history by a schedule. */
import { isAbsolute } from 'node:path';
import type { z } from 'zod';
import { strict, text, whole } from './shape-parts';

export const backupShape = strict({
  everyDayAt: text('a time of day').regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 02:30'),
  keep: whole(1, 365, 'copies').optional(),
  folder: text('a folder', 4_096).refine(isAbsolute, 'must be a whole path, from the root on').optional(),
});
export type BackupShape = z.infer<typeof backupShape>;
