/** Rows of chunks, missed pings and rollups: how they are written, and how what is stored is read again. */
import type { EpochMs } from '#contract';
import { ChunkReader, decodeChunk, type PingSample } from '../../domain/history/chunk';
import type { PackedChunk, PackedDay, PackedMisses } from '../../domain/history/pack';
import { type DayReader, decodeDay, type OpenRollup } from '../../domain/history/packed-day';
import { DAY_MS, type Resolution, type Rollup, resolutionMs, resolutions } from '../../domain/history/rollup';
import { readSpans } from '../../domain/history/spans';
import type { Span } from '../../domain/history/timeline';
import type { Decoded } from '../../domain/history/unreadable';
import { StoreError } from '../store-error';
import type { Row, Table } from '../writes/tables';

export const chunkTable: Table = {
  name: 'chunk',
  columns: [
    ['last_seq', 'bigint'],
    ['target_id', 'int'],
    ['observer_id', 'int'],
    ['from_ms', 'bigint'],
    ['to_ms', 'bigint'],
    ['count', 'int'],
    ['body', 'bytes'],
  ],
};

export const missedTable: Table = {
  name: 'missed_pings',
  columns: [
    ['last_seq', 'bigint'],
    ['target_id', 'int'],
    ['from_ms', 'bigint'],
    ['to_ms', 'bigint'],
    ['body', 'bytes'],
  ],
};

export const rollupTable: Table = {
  name: 'rollup',
  columns: [
    ['target_id', 'int'],
    ['resolution', 'int'],
    ['day', 'int'],
    ['body', 'bytes'],
  ],
};

export function chunkRow(targetId: number, c: PackedChunk): Row {
  return [c.lastSeq, targetId, c.observerId, c.from, c.to, c.count, hex(c.body)];
}

export function missedRow(targetId: number, m: PackedMisses): Row {
  return [m.lastSeq, targetId, m.from, m.to, hex(m.body)];
}

export function rollupRow(targetId: number, d: PackedDay): Row {
  return [targetId, secondsOf(d.resolution), d.day, hex(d.body)];
}

export interface BodyRow {
  body: Uint8Array;
}
export interface DayRow extends BodyRow {
  resolution: number;
  day: number;
}

/** Throws `StoreError` `corrupt`, as do the others. */
export function samplesIn(row: BodyRow): PingSample[] {
  return readable(decodeChunk(row.body), 'a chunk');
}

/** @param bodies in hex, a line each */
export function missedIn(bodies: string): Span[] {
  const bytes = Buffer.from(bodies.replaceAll('\n', ''), 'hex');
  const reader = new ChunkReader();
  const spans: Span[] = [];
  let from = 0;
  for (const body of bodies.split('\n')) {
    const to = from + body.length / 2;
    readable(readSpans(reader, bytes, from, to, spans), 'missed pings');
    from = to;
  }
  return spans;
}

export function rollupsIn(row: DayRow): Rollup[] {
  const resolution = resolutionOf(Number(row.resolution));
  return readable(decodeDay(row.body, resolution, Number(row.day) * DAY_MS), `rollups of ${resolution}`);
}

/** Calls `each` with the rollups of a row in order of time, one after the other in the same object. */
export function eachRollupIn(row: DayRow, reader: DayReader, each: (rollup: OpenRollup) => void): void {
  const resolution = resolutionOf(Number(row.resolution));
  readable(reader.read(row.body, resolution, Number(row.day) * DAY_MS, each), `rollups of ${resolution}`);
}

export function secondsOf(resolution: Resolution): number {
  return resolutionMs[resolution] / 1_000;
}

export function resolutionOf(seconds: number): Resolution {
  const found = resolutions.find((r) => secondsOf(r) === seconds);
  if (found === undefined) throw new StoreError('corrupt', `there are no rollups of ${seconds} s`);
  return found;
}

export function dayOf(at: EpochMs): number {
  return Math.floor(at / DAY_MS);
}

function readable<T>(decoded: Decoded<T>, what: string): T {
  if (!decoded.ok) throw new StoreError('corrupt', `${what} cannot be read: ${decoded.condition}`);
  return decoded.value;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
