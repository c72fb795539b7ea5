/** Keeps the faults in force, ends them in time and tells who must act on a change. */
import { type TransportKind, transportKinds } from '#contract';
import { createAlarm, type Time } from '../time/time';
import {
  type ActiveFault,
  type Effects,
  effectsOn,
  type Fault,
  type FaultFilter,
  type FaultInput,
  faultInput,
  isMomentary,
  type MomentaryFault,
  matches,
  nextEnd,
} from './faults';

export interface FaultBoard {
  /** Switches a fault on; @returns its id, or null for one that happens once. Throws a ZodError on a shape that is none. */
  add(input: FaultInput): string | null;
  /** Ends the faults that match, all of them without a filter; @returns how many. */
  clear(filter?: FaultFilter): number;
  active(): readonly ActiveFault[];
  effects(transport: TransportKind): Effects;
  close(): void;
}

export interface BoardHandlers {
  /** A lasting fault began or ended. */
  onChange(transport: TransportKind, effects: Effects): void;
  /** A fault that happens once. */
  onMoment(fault: MomentaryFault): void;
}

export function createFaultBoard(time: Time, handlers: BoardHandlers): FaultBoard {
  let active: ActiveFault[] = [];
  let effects = allEffects();
  const alarm = createAlarm(time, expire);

  function allEffects(): Record<TransportKind, Effects> {
    const at = time.now();
    return {
      tcp: effectsOn('tcp', active, at),
      websocket: effectsOn('websocket', active, at),
      bosh: effectsOn('bosh', active, at),
    };
  }

  function become(next: ActiveFault[]): void {
    active = next;
    effects = allEffects();
    alarm.set(nextEnd(active));
    for (const transport of transportKinds) handlers.onChange(transport, effects[transport]);
  }

  function expire(): void {
    const at = time.now();
    become(active.filter((a) => a.until === null || a.until > at));
  }

  return {
    add(input) {
      const fault: Fault = faultInput.parse(input);
      if (isMomentary(fault)) {
        handlers.onMoment(fault);
        return null;
      }
      const since = time.now();
      const id = time.uuid();
      become([...active, { id, fault, since, until: fault.forMs === undefined ? null : since + fault.forMs }]);
      return id;
    },
    clear(filter = {}) {
      const kept = active.filter((a) => !matches(a, filter));
      const cleared = active.length - kept.length;
      if (cleared > 0) become(kept);
      return cleared;
    },
    active: () => active,
    effects: (transport) => effects[transport],
    close: () => alarm.set(null),
  };
}
