/** Does what a scenario's step or the control API asks for. */
import { z } from 'zod';
import { actOnAgents } from './act-agents';
import { actOnServers } from './act-servers';
import { type Action, type ActionInput, action } from './actions';
import type { Inner } from './inner';
import type { Acted } from './port';
import { select } from './select';

/** Values that do not fit are problems, never exceptions. */
export function act(inner: Inner, input: ActionInput, label: string): Acted {
  const parsed = action.safeParse(input);
  if (!parsed.success) return { ok: false, problem: z.prettifyError(parsed.error) };
  const at = inner.clock.now();
  const acted = perform(inner, parsed.data);
  if (acted.ok) inner.emit({ type: 'action-done', at, what: parsed.data.do, label, agents: acted.agents });
  return acted;
}

function perform(inner: Inner, wanted: Action): Acted {
  if (!('who' in wanted)) return counted(wanted, actOnServers(inner, wanted));
  const selected = select(inner, wanted.who);
  if (!selected.ok) return selected;
  actOnAgents(inner, wanted, selected.loginIds);
  return { ok: true, action: wanted, agents: selected.loginIds.length };
}

function counted(wanted: Action, done: number | string): Acted {
  return typeof done === 'string' ? { ok: false, problem: done } : { ok: true, action: wanted, agents: done };
}
