/** The counts of one cluster, resolution and day of UTC as bytes, so laid out that who wants one team reads no other. */
import { countKinds, type EpochMs } from '#contract';
import { BitReader, BitWriter, Rice } from './bits';
import {
  addTeam,
  type CountedMinute,
  type CountResolution,
  type CountRollup,
  type CountSummary,
  type CountsAt,
  coarsenCounts,
  countResolutions,
  emptyTeams,
  noCounts,
  rollUpCounts,
} from './counts';
import { bySlot, DAY_MS, resolutionMs, slotOf } from './rollup';
import { type Decoded, readable, unreadable } from './unreadable';

/** Version 1: a byte 1, then frames (a length as varint, and so many bytes): the slots, the whole cluster, and of each team its id and itself. */
const VERSION = 1;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** @param rollups in order of time, each within the day, none empty. Throws `RangeError` otherwise. */
export function encodeCountDay(
  rollups: readonly CountRollup[],
  resolution: CountResolution,
  dayStart: EpochMs,
): Uint8Array {
  const slots = rollups.map((r) => (r.from - dayStart) / resolutionMs[resolution]);
  const strange = rollups.find((r, i) => r.whole.minutes === 0 || (slots[i] ?? -1) >= slotsOf(resolution));
  if (strange !== undefined) throw new RangeError(`no counts of this day: ${strange.from}`);
  const ids = [...new Set(rollups.flatMap((r) => [...r.teams.keys()]))].sort();
  const frames = [
    slotBits(slots),
    summaryBits(rollups.map((r) => r.whole)),
    ...ids.flatMap((id) => [
      encoder.encode(id),
      summaryBits(
        rollups.map((r) => r.teams.get(id) ?? noCounts),
        rollups.map((r) => r.whole.minutes),
      ),
    ]),
  ];
  return Uint8Array.from([VERSION, ...frames.flatMap((frame) => [...varint(frame.length), ...frame])]);
}

/** @param wanted ids of teams; null = every one. Teams that it does not name are left out, and not read. */
export function decodeCountDay(
  bytes: Uint8Array,
  resolution: CountResolution,
  dayStart: EpochMs,
  wanted: readonly string[] | null,
): Decoded<CountRollup[]> {
  const read = readDay(bytes, resolution, wanted);
  if (!read.ok) return read;
  const { slots, whole, minutes, frames } = read.value;
  const teams = slots.map(() => new Map<string, CountSummary>());
  for (const [id, frame] of frames) {
    const summaries = readSummaries(frame, slots.length, minutes);
    if (summaries === null) return unreadable('implausible');
    for (const [slot, summary] of summaries.entries()) if (summary.minutes > 0) teams[slot]?.set(id, summary);
  }
  return readable(
    slots.map((slot, i) => ({
      from: dayStart + slot * resolutionMs[resolution],
      whole: whole[i] ?? noCounts,
      teams: teams[i] ?? new Map(),
    })),
  );
}

/** What `rollupOfTeams` would say of each rollup of the day, without making the rollups. @param teams null = all of them */
export function decodeCountsOf(
  bytes: Uint8Array,
  resolution: CountResolution,
  dayStart: EpochMs,
  teams: readonly string[] | null,
): Decoded<CountsAt[]> {
  const read = readDay(bytes, resolution, teams ?? []);
  if (!read.ok) return read;
  const { slots, whole, minutes, frames } = read.value;
  const at = (i: number) => dayStart + (slots[i] ?? 0) * resolutionMs[resolution];
  if (teams === null) return readable(whole.map((summary, i) => ({ from: at(i), summary })));
  const sums = minutes.map(emptyTeams);
  for (const [, frame] of frames) {
    const reader = new SummaryReader(frame);
    for (const [slot, of] of minutes.entries()) {
      if (!reader.next(of)) return unreadable('implausible');
      const into = sums[slot];
      if (into !== undefined && reader.minutes > 0) addTeam(into, reader, reader.minutes >= of);
    }
    if (!reader.atEnd()) return unreadable('implausible');
  }
  return readable(sums.map((summary, i) => ({ from: at(i), summary })));
}

/** The slots and the cluster itself, and the frames of the teams that are wanted. */
function readDay(
  bytes: Uint8Array,
  resolution: CountResolution,
  wanted: readonly string[] | null,
): Decoded<{ slots: number[]; whole: CountSummary[]; minutes: number[]; frames: [id: string, frame: Uint8Array][] }> {
  if (bytes[0] !== VERSION) return unreadable(bytes.length === 0 ? 'truncated' : 'version');
  const all = framesOf(bytes, wanted?.length === 0 ? 2 : Number.POSITIVE_INFINITY);
  const [slotFrame, wholeFrame, ...teamFrames] = all ?? [];
  if (slotFrame === undefined || wholeFrame === undefined) return unreadable('truncated');
  const slots = readSlots(slotFrame, slotsOf(resolution));
  const whole = slots === null ? null : readSummaries(wholeFrame, slots.length, null);
  if (slots === null || whole === null || whole.some((s) => s.minutes === 0)) return unreadable('implausible');
  const ids = wanted?.map((id) => ({ id, bytes: encoder.encode(id) })) ?? null;
  const frames: [string, Uint8Array][] = [];
  for (let i = 0; i + 1 < teamFrames.length; i += 2) {
    const [name, frame] = [teamFrames[i], teamFrames[i + 1]];
    if (name === undefined || frame === undefined) continue;
    const id = ids === null ? decoder.decode(name) : ids.find(({ bytes: known }) => isSame(known, name))?.id;
    if (id !== undefined) frames.push([id, frame]);
  }
  return readable({ slots, whole, minutes: whole.map((s) => s.minutes), frames });
}

export interface PackedCountDay {
  resolution: CountResolution;
  /** Days since 1970-01-01, of UTC. */
  day: number;
  body: Uint8Array;
}

/** Days since 1970-01-01 that the minutes touch, in order. */
export function countDaysTouched(minutes: readonly CountedMinute[]): number[] {
  return bySlot(minutes, (m) => slotOf(m.at, DAY_MS)).map(([from]) => from / DAY_MS);
}

/**
 * The days that the minutes touch, at every resolution, with the minutes in them.
 *
 * @param stored what is stored of such a day; empty = nothing yet
 */
export function countDaysWith(
  minutes: readonly CountedMinute[],
  stored: (resolution: CountResolution, day: number) => readonly CountRollup[],
): PackedCountDay[] {
  let finer = rollUpCounts(minutes, '10m');
  return countResolutions.flatMap((resolution) => {
    finer = coarsenCounts(finer, resolution);
    return bySlot(finer, (r) => slotOf(r.from, DAY_MS)).map(([from, added]) => {
      const day = from / DAY_MS;
      const all = coarsenCounts([...stored(resolution, day), ...added], resolution);
      return { resolution, day, body: encodeCountDay(all, resolution, from) };
    });
  });
}

function slotsOf(resolution: CountResolution): number {
  return DAY_MS / resolutionMs[resolution];
}

function slotBits(slots: readonly number[]): Uint8Array {
  const bits = new BitWriter();
  const [size, skipped] = [new Rice(64), new Rice(0.5)];
  size.write(bits, slots.length);
  let next = 0;
  for (const slot of slots) {
    skipped.write(bits, slot - next);
    next = slot + 1;
  }
  return bits.bytes();
}

function readSlots(frame: Uint8Array, most: number): number[] | null {
  const bits = new BitReader(frame);
  const [size, skipped] = [new Rice(64), new Rice(0.5)];
  const length = size.read(bits);
  if (length > most) return null;
  let next = 0;
  const slots = Array.from({ length }, () => {
    const slot = next + skipped.read(bits);
    next = slot + 1;
    return slot;
  });
  return next > most || !bits.atEnd() ? null : slots;
}

/** Per kind: how far the fewest are from those of before, how far the most from the fewest, and the sum beyond the fewest. */
function codersOf() {
  return {
    minutes: new Rice(1),
    kinds: countKinds.map(() => ({ min: new Rice(1), spread: new Rice(1), sum: new Rice(8) })),
  };
}

/** @param of how many minutes each slot has of which these may miss some; without it, they are the slots' own */
function summaryBits(summaries: readonly CountSummary[], of?: readonly number[]): Uint8Array {
  const bits = new BitWriter();
  const coders = codersOf();
  const before = countKinds.map(() => 0);
  let minutesBefore = 0;
  for (const [slot, { minutes, min, max, sum }] of summaries.entries()) {
    if (of === undefined) coders.minutes.writeSigned(bits, minutes - minutesBefore);
    else coders.minutes.write(bits, (of[slot] ?? minutes) - minutes);
    minutesBefore = minutes;
    if (minutes === 0) continue;
    for (const [i, coder] of coders.kinds.entries()) {
      const least = min[i] ?? 0;
      const spread = (max[i] ?? 0) - least;
      coder.min.writeSigned(bits, least - (before[i] ?? 0));
      coder.spread.write(bits, spread);
      if (spread > 0) coder.sum.write(bits, (sum[i] ?? 0) - minutes * least);
      before[i] = least;
    }
  }
  return bits.bytes();
}

/** null = not what `summaryBits` writes. */
function readSummaries(frame: Uint8Array, slots: number, of: readonly number[] | null): CountSummary[] | null {
  const reader = new SummaryReader(frame);
  const summaries: CountSummary[] = [];
  for (let slot = 0; slot < slots; slot++) {
    if (!reader.next(of?.[slot] ?? null)) return null;
    const { minutes, min, max, sum } = reader;
    summaries.push(minutes === 0 ? noCounts : { minutes, min: [...min], max: [...max], sum: [...sum] });
  }
  return reader.atEnd() ? summaries : null;
}

/** Reads summaries one after the other into the same arrays: of a year of hours and some teams there are tens of thousands. */
class SummaryReader {
  minutes = 0;
  readonly min: number[] = countKinds.map(() => 0);
  readonly max: number[] = countKinds.map(() => 0);
  readonly sum: number[] = countKinds.map(() => 0);
  readonly #bits: BitReader;
  readonly #coders = codersOf();

  constructor(frame: Uint8Array) {
    this.#bits = new BitReader(frame);
  }

  /**
   * @param of how many minutes the slot has of which these may miss some; null = they are the slot's own
   * @returns false = not what `summaryBits` writes
   */
  next(of: number | null): boolean {
    const { min, max, sum } = this;
    const bits = this.#bits;
    const { minutes: coder, kinds } = this.#coders;
    this.minutes = of === null ? this.minutes + coder.readSigned(bits) : of - coder.read(bits);
    if (this.minutes < 0 || bits.overrun()) return false;
    if (this.minutes === 0) return true;
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[i];
      if (kind === undefined) break;
      // The fewest of before are what the next ones are told from.
      const least = (min[i] ?? 0) + kind.min.readSigned(bits);
      const spread = kind.spread.read(bits);
      const beyond = spread > 0 ? kind.sum.read(bits) : 0;
      if (least < 0 || beyond > spread * this.minutes) return false;
      min[i] = least;
      max[i] = least + spread;
      sum[i] = least * this.minutes + beyond;
    }
    return true;
  }

  atEnd(): boolean {
    return this.#bits.atEnd();
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** LEB128. */
function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** The first `most` of them; null = cut off. */
function framesOf(bytes: Uint8Array, most: number): Uint8Array[] | null {
  const frames: Uint8Array[] = [];
  let at = 1;
  while (at < bytes.length && frames.length < most) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at];
      if (byte === undefined || shift > 21) return null;
      at += 1;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (at + length > bytes.length) return null;
    frames.push(bytes.subarray(at, at + length));
    at += length;
  }
  return frames;
}
