/** What every event is born with; its `seq` comes from the recorder at the commit. */
import { z } from 'zod';
import { epochMs } from './identity';

export const born = {
  observerId: z.string(),
  eventId: z.string(),
  at: epochMs,
  v: z.literal(1),
};
