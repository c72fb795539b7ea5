/** What may be changed about people: somebody who administers must always be left. Pure. */
import { type Role, type Scope, scopeText } from '#contract';

export interface Standing {
  id: string;
  role: Role;
  teams: Scope;
  disabled: boolean;
}

export type PersonChange = Partial<Omit<Standing, 'id'>> | 'remove';

/** @returns why not, in a sentence; null: it may be made */
export function refusalOfChange(everybody: readonly Standing[], id: string, change: PersonChange): string | null {
  const left = everybody.flatMap((p) => (p.id !== id ? [p] : change === 'remove' ? [] : [{ ...p, ...change }]));
  return !everybody.some(isAdministering) || left.some(isAdministering)
    ? null
    : 'Nobody would be left who administers Holdfast. Make somebody else an administrator first.';
}

const isAdministering = (p: Standing): boolean => p.role === 'administrator' && !p.disabled;

/** Whether something is taken away or differs, so that what is open must be opened anew with the rights of now. */
export function closesWhatIsOpen(was: Standing, change: PersonChange): boolean {
  if (change === 'remove') return true;
  const is = { ...was, ...change };
  return is.role !== was.role || is.disabled !== was.disabled || textOf(is.teams) !== textOf(was.teams);
}

const textOf = (teams: Scope): string => (teams === null ? '*' : scopeText(teams));
