/** Whether the database takes what is measured; measuring and streaming go on while it does not. */
import { z } from 'zod';
import { born } from './born';
import { epochMs } from './identity';

export const recordingState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ok') }),
  z.object({
    state: z.literal('refused'),
    kind: z.enum(['busy', 'unreachable', 'disk-full', 'corrupt', 'unsuitable', 'other']),
    since: epochMs,
  }),
]);
export type RecordingState = z.infer<typeof recordingState>;

/** Told as soon as it is known, and recorded when that is possible again. */
export const recordingChanged = z.object({ ...born, type: z.literal('recording-changed'), recording: recordingState });
