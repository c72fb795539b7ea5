/** What the audit log is told when other settings of privacy come into force. */
import { defaultPrivacy, type RunningPrivacy } from '#contract';

type Change = { before: Record<string, unknown>; after: Record<string, unknown> };

/** @param before null: the first that is in force. @returns null: nothing that anybody has to know */
export function changedPrivacy(before: RunningPrivacy | null, now: RunningPrivacy): Change | null {
  // What comes with Holdfast is no news; that states are stored for everybody always is.
  if (before === null && now.agentStates === defaultPrivacy.agentStates) return null;
  const [was, is] = [flat(before), flat(now)];
  const keys = Object.keys(is).filter((key) => was[key] !== is[key]);
  if (keys.length === 0) return null;
  const pick = (from: Record<string, unknown>) => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  return { before: pick(was), after: pick(is) };
}

function flat(running: RunningPrivacy | null): Record<string, unknown> {
  if (running === null) return {};
  const { kept, ...rest } = running;
  return { ...rest, ...kept };
}
