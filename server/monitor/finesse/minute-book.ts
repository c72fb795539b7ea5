/** One server's minute: every request, who was connected, its counters, and how late its events were. */
import type { EpochMs, ServerMinute } from '#contract';
import { type ClockOffset, errorAt } from '../../domain/clock-offset';
import type { ConnectedSummary } from '../../finesse/parse/connected-users';
import type { ExchangeFacts } from '../../finesse/rest/client';
import { threeDecimals } from '../../time/three-decimals';

export interface MinuteBook {
  exchanged(exchange: ExchangeFacts): void;
  connected(summary: ConnectedSummary): void;
  performance(counters: NonNullable<ServerMinute['performance']>): void;
  delayed(delayMs: number, errorMs: number): void;
  /** The minute until now, and a new one begins. */
  close(at: EpochMs, offset: ClockOffset | null): ServerMinute;
}

interface Delay {
  delayMs: number;
  errorMs: number;
}

export function createMinuteBook(from: EpochMs): MinuteBook {
  const empty = (start: EpochMs): ServerMinute => ({
    ...{ from: start, requests: [], connectedUsers: null, performance: null, eventDelay: null, offset: null },
  });
  let minute = empty(from);
  let delays: Delay[] = [];
  return {
    exchanged({ what, status, tookMs, bytes }) {
      minute.requests.push({ what, status: status ?? 0, tookMs: threeDecimals(tookMs), bytes });
    },
    connected(summary) {
      minute.connectedUsers = summary;
    },
    performance(counters) {
      minute.performance = counters;
    },
    delayed: (delayMs, errorMs) => void delays.push({ delayMs, errorMs }),
    close(at, offset) {
      const told = offset === null ? null : { offsetMs: offset.offsetMs, errorMs: errorAt(offset, at) };
      const closed = { ...minute, eventDelay: spreadOf(delays), offset: told };
      minute = empty(at);
      delays = [];
      return closed;
    },
  };
}

function spreadOf(delays: readonly Delay[]): ServerMinute['eventDelay'] {
  const sorted = delays.map((d) => d.delayMs).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  if (sorted.length === 0) return null;
  const errorMs = Math.max(...delays.map((d) => d.errorMs));
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1), errorMs };
}
