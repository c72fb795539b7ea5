/** What a scenario file says: the world it wants, and what happens when. */
import { z } from 'zod';
import { action } from '../world/actions';
import { type WorldSettingsInput, worldSettings } from '../world/settings';

/** Seconds as a number, or `m:ss` (in quotes), since the start of a round. */
const moment = z
  .union([z.number().nonnegative(), z.string().regex(/^\d+:[0-5]\d(\.\d+)?$/, 'a time is seconds or "m:ss"')])
  .transform((given) => (typeof given === 'number' ? given * 1000 : momentMs(given)));

function momentMs(text: string): number {
  const [minutes = '0', seconds = '0'] = text.split(':');
  return Math.round((Number(minutes) * 60 + Number(seconds)) * 1000);
}

/** As given, not filled up: what it leaves out is for others to say. */
const settings = z.record(z.string(), z.unknown()).transform((given, context): WorldSettingsInput => {
  const parsed = worldSettings.safeParse(given);
  for (const issue of parsed.error?.issues ?? []) {
    const tell = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (issue.code !== 'unrecognized_keys') tell([...issue.path], issue.message);
    else for (const key of issue.keys) tell([...issue.path, key], `there is no "${key}"`);
  }
  // parsed just above: every key and value fits
  return given as WorldSettingsInput;
});

const step = z.strictObject({
  at: moment,
  /** For people; it comes back in the `step` event. */
  label: z.string().min(1),
  act: z.array(action).min(1),
});

export const scenario = z
  .strictObject({
    title: z.string().min(1),
    /** What happens, and what it should look like. */
    story: z.string().min(1),
    /** The world that it is written for; what is given when the simulator starts comes first. */
    settings: settings.default({}),
    /** Length of a round. */
    lasts: moment,
    steps: z.array(step).min(1),
  })
  .refine((s) => s.steps.every((x, i) => x.at >= (s.steps[i - 1]?.at ?? 0)), {
    path: ['steps'],
    message: 'steps must be in order of time',
  })
  .refine((s) => s.steps.every((x) => x.at <= s.lasts), { path: ['lasts'], message: 'is before the last step' });

/** Its name is that of its file. */
export type Scenario = z.output<typeof scenario> & { name: string };
export type Step = Scenario['steps'][number];
