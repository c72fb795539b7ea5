/** The faults that the simulator can be given, and what those in force mean for one transport at one moment: pure. */
import { z } from 'zod';
import { type EpochMs, type TransportKind, transportKind } from '#contract';

const ofAny = {
  /** One transport, or all of them. */
  transport: z.union([transportKind, z.literal('all')]).default('all'),
};
const lasting = {
  ...ofAny,
  /** How long it lasts; without it until it is cleared. */
  forMs: z.number().int().positive().optional(),
};
const condition = z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'a condition such as "system-shutdown"');

/** Lasting faults stay in force; `close` and `terminate` happen once. */
export const faultInput = z.discriminatedUnion('kind', [
  /** Every answer comes later by `delayMs` plus up to `jitterMs`; order is kept. */
  z.strictObject({
    kind: z.literal('delay'),
    ...lasting,
    delayMs: z.number().nonnegative().max(600_000),
    jitterMs: z.number().nonnegative().max(600_000).default(0),
  }),
  /** This share (0..1) of the stanzas that the server sends is lost. */
  z.strictObject({ kind: z.literal('drop'), ...lasting, share: z.number().min(0).max(1) }),
  /** Connections are accepted and nothing is ever answered, on old connections either, as a server that hangs; it goes on where it was afterwards. */
  z.strictObject({ kind: z.literal('half-open'), ...lasting }),
  /** The port is closed: connecting is refused; existing connections stay. */
  z.strictObject({ kind: z.literal('refuse'), ...lasting }),
  /** Every sign-in is refused as if the password were wrong. */
  z.strictObject({ kind: z.literal('wrong-password'), ...lasting }),
  /** XEP-0199 pings are not answered; everything else works. */
  z.strictObject({ kind: z.literal('freeze-pings'), ...lasting }),
  /** Existing connections are reset. */
  z.strictObject({ kind: z.literal('close'), ...ofAny }),
  /** Existing streams end: BOSH `type='terminate'` with the condition, a stream error of that name elsewhere. */
  z.strictObject({ kind: z.literal('terminate'), ...ofAny, condition: condition.default('system-shutdown') }),
]);
export type FaultInput = z.input<typeof faultInput>;
export type Fault = z.output<typeof faultInput>;
export type LastingFault = Exclude<Fault, { kind: 'close' | 'terminate' }>;
export type MomentaryFault = Extract<Fault, { kind: 'close' | 'terminate' }>;

export function isMomentary(fault: Fault): fault is MomentaryFault {
  return fault.kind === 'close' || fault.kind === 'terminate';
}

/** What `DELETE /faults` takes: everything, or what matches. */
export const faultFilter = z.strictObject({
  id: z.string().optional(),
  kind: z.string().optional(),
  transport: z.union([transportKind, z.literal('all')]).optional(),
});
export type FaultFilter = z.infer<typeof faultFilter>;

export interface ActiveFault {
  id: string;
  fault: LastingFault;
  since: EpochMs;
  /** null = until cleared. */
  until: EpochMs | null;
}

/** What the faults in force add up to for one transport. */
export interface Effects {
  delayMs: number;
  jitterMs: number;
  /** The chance, 0..1, that a stanza from the server is lost. */
  dropShare: number;
  halfOpen: boolean;
  refuse: boolean;
  wrongPassword: boolean;
  freezePings: boolean;
}

export const noEffects: Effects = {
  delayMs: 0,
  jitterMs: 0,
  dropShare: 0,
  halfOpen: false,
  refuse: false,
  wrongPassword: false,
  freezePings: false,
};

/** Delays add up, independent losses multiply, the rest is on or off. */
export function effectsOn(transport: TransportKind, active: readonly ActiveFault[], at: EpochMs): Effects {
  return active
    .filter((a) => (a.until === null || at < a.until) && concerns(a.fault.transport, transport))
    .reduce((sum, a) => withFault(sum, a.fault), noEffects);
}

function withFault(sum: Effects, fault: LastingFault): Effects {
  switch (fault.kind) {
    case 'delay':
      return { ...sum, delayMs: sum.delayMs + fault.delayMs, jitterMs: sum.jitterMs + fault.jitterMs };
    case 'drop':
      return { ...sum, dropShare: 1 - (1 - sum.dropShare) * (1 - fault.share) };
    case 'half-open':
      return { ...sum, halfOpen: true };
    case 'refuse':
      return { ...sum, refuse: true };
    case 'wrong-password':
      return { ...sum, wrongPassword: true };
    case 'freeze-pings':
      return { ...sum, freezePings: true };
  }
}

export function concerns(named: TransportKind | 'all', transport: TransportKind): boolean {
  return named === 'all' || named === transport;
}

export function matches(a: ActiveFault, filter: FaultFilter): boolean {
  return (
    (filter.id === undefined || a.id === filter.id) &&
    (filter.kind === undefined || a.fault.kind === filter.kind) &&
    (filter.transport === undefined || a.fault.transport === filter.transport)
  );
}

/** When the next fault ends by itself; null = none does. */
export function nextEnd(active: readonly ActiveFault[]): EpochMs | null {
  const ends = active.flatMap((a) => (a.until === null ? [] : [a.until]));
  return ends.length === 0 ? null : Math.min(...ends);
}
