/** A disconnect's story as plain text, for a ticket or a message. Pure. */
import type { Disconnect } from '#contract';
import { storyOf, type When } from './story-of';

export interface StoryHead {
  name: string;
  cluster: string;
  day: string;
  /** Of the times, e.g. `CET`. */
  zone: string;
}

/** A line of who, when and where, then a line per step: its time, two spaces, its sentence. */
export function storyText(d: Disconnect, head: StoryHead, when: When): string {
  const who = d.loginId === head.name ? head.name : `${head.name} (${d.loginId})`;
  const place = [d.teamName, ...(d.site === null ? [] : [d.site])].join(', ');
  const first = `${who}, ${place}: disconnect on ${head.day} (times in ${head.zone}), ${head.cluster}`;
  const steps = storyOf(d, when).map((s) => ({ time: s.at === null ? '' : when(s.at), text: s.text }));
  const width = Math.max(8, ...steps.map((s) => s.time.length));
  return `${[first, ...steps.map((s) => `${s.time.padEnd(width)}  ${s.text}`)].join('\n')}\n`;
}
