/** The steps of setting a cluster up, and which of them can be gone to. Pure. */
import { type Draft, faultsOfSide } from './draft';
import { faultsOfXmpp } from './draft-xmpp';

export const stepIds = ['what', 'a', 'b', 'service', 'agents', 'alerts', 'done'] as const;
export type StepId = (typeof stepIds)[number];

const words: Readonly<Record<StepId, string>> = {
  what: 'What you have',
  a: 'Server A',
  b: 'Server B',
  service: 'The service',
  agents: 'Agents',
  alerts: 'Who is told',
  done: 'Done',
};
export const stepWords = (id: StepId): string => words[id];

/** Those that this cluster has. */
export function stepsFor({ kind }: Pick<Draft, 'kind'>): StepId[] {
  if (kind === 'xmpp') return ['what', 'service', 'alerts', 'done'];
  return ['what', 'a', 'b', 'agents', 'alerts', 'done'];
}

export function isStepId(text: string | null): text is StepId {
  return stepIds.some((id) => id === text);
}

/** Whether what comes before it is told; passwords have to be typed again after a reload. */
export function isReachable(given: Draft, id: StepId): boolean {
  const order = stepsFor(given);
  if (!order.includes(id)) return false;
  if (id === 'what') return true;
  if (given.kind === null || given.kind === 'webex') return false;
  if (id === 'a' || id === 'service') return true;
  if (id === 'alerts' || id === 'done') return given.saved !== null;
  return faultsOfSide(given, 'A').length === 0;
}

/** What is shown of what was asked for: the last step that can be reached. */
export function shownStep(given: Draft, asked: string | null): StepId {
  const order = stepsFor(given);
  const at = isStepId(asked) ? order.indexOf(asked) : 0;
  const reachable = order.slice(0, at + 1).filter((id) => isReachable(given, id));
  return reachable.at(-1) ?? 'what';
}

export function nextStep(given: Draft, id: StepId): StepId {
  const order = stepsFor(given);
  return order[order.indexOf(id) + 1] ?? id;
}

export function stepBefore(given: Draft, id: StepId): StepId | null {
  const order = stepsFor(given);
  return order[order.indexOf(id) - 1] ?? null;
}

/** Of the plain service; of a pair each side has its own. */
export function mayGoOn(given: Draft, id: StepId): boolean {
  switch (id) {
    case 'what':
      return given.kind !== null && given.kind !== 'webex';
    case 'a':
      return faultsOfSide(given, 'A').length === 0;
    case 'b':
      return !given.withB || faultsOfSide(given, 'B').length === 0;
    case 'service':
      return faultsOfXmpp(given).length === 0;
    case 'agents':
    case 'alerts':
    case 'done':
      return true;
  }
}
