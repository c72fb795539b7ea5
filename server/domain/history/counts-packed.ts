/** The counts of one cluster, resolution and day of UTC as bytes, so laid out that who wants one team reads no other. */
import { countKinds, type EpochMs } from '#contract';
import { BitReader, BitWriter, Rice } from './bits';
import {
  type CountedMinute,
  type CountResolution,
  type CountRollup,
  type CountSummary,
  coarsenCounts,
  countResolutions,
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
  if (bytes[0] !== VERSION) return unreadable(bytes.length === 0 ? 'truncated' : 'version');
  const frames = framesOf(bytes, wanted?.length === 0 ? 2 : Number.POSITIVE_INFINITY);
  const [slotFrame, wholeFrame, ...teamFrames] = frames ?? [];
  if (slotFrame === undefined || wholeFrame === undefined) return unreadable('truncated');
  const slots = readSlots(slotFrame, slotsOf(resolution));
  const whole = slots === null ? null : readSummaries(wholeFrame, slots.length, null);
  if (slots === null || whole === null || whole.some((s) => s.minutes === 0)) return unreadable('implausible');
  const teams = slots.map(() => new Map<string, CountSummary>());
  const minutes = whole.map((s) => s.minutes);
  const ids = wanted?.map((id) => ({ id, bytes: encoder.encode(id) })) ?? null;
  for (let i = 0; i + 1 < teamFrames.length; i += 2) {
    const [name, frame] = [teamFrames[i], teamFrames[i + 1]];
    if (name === undefined || frame === undefined) continue;
    const id = ids === null ? decoder.decode(name) : ids.find(({ bytes }) => isSame(bytes, name))?.id;
    if (id === undefined) continue;
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
  const bits = new BitReader(frame);
  const coders = codersOf();
  const zeros = countKinds.map(() => 0);
  const before = [...zeros];
  const summaries: CountSummary[] = [];
  let minutes = 0;
  for (let slot = 0; slot < slots; slot++) {
    minutes = of === null ? minutes + coders.minutes.readSigned(bits) : (of[slot] ?? 0) - coders.minutes.read(bits);
    if (minutes < 0 || bits.overrun()) return null;
    if (minutes === 0) {
      summaries.push(noCounts);
      continue;
    }
    // Made in their size: arrays that grow take three times the room, and a year has tens of thousands.
    const [min, max, sum] = [[...zeros], [...zeros], [...zeros]];
    for (let i = 0; i < coders.kinds.length; i++) {
      const coder = coders.kinds[i];
      if (coder === undefined) break;
      const least = (before[i] ?? 0) + coder.min.readSigned(bits);
      const spread = coder.spread.read(bits);
      const beyond = spread > 0 ? coder.sum.read(bits) : 0;
      if (least < 0 || beyond > spread * minutes) return null;
      before[i] = least;
      min[i] = least;
      max[i] = least + spread;
      sum[i] = least * minutes + beyond;
    }
    summaries.push({ minutes, min, max, sum });
  }
  return bits.atEnd() ? summaries : null;
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
