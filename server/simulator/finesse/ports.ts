/** Where a simulated pair listens: a port of ours for each of a real installation's, never the same number. */

import type { Side } from './model';
import type { NotificationPorts } from './notification/port';

/** 0 = a free one. */
export interface SidePorts extends NotificationPorts {
  /** 8445: REST, and from 12.6 on `/ws/` too. */
  rest: number;
  /** 8082: sends everybody to `rest`. */
  restHttp: number;
}

export interface PairPorts {
  A: SidePorts;
  B: SidePorts;
  control: number;
}

/** 1 and 2 before what it stands for: 18445 is A's 8445, 27443 is B's 7443. */
export const defaultPorts: PairPorts = {
  A: { rest: 18_445, restHttp: 18_082, https: 17_443, http: 17_071, tcp: 15_222, tls: 15_223, wss: 18_446 },
  B: { rest: 28_445, restHttp: 28_082, https: 27_443, http: 27_071, tcp: 25_222, tls: 25_223, wss: 28_446 },
  control: 19_445,
};

const offsets: SidePorts = { rest: 0, https: 1, http: 2, tcp: 3, tls: 4, wss: 5, restHttp: 6 };
/** How many ports in a row a pair takes. */
export const PORT_SPAN = 21;

/** @param base A begins there, B ten further, the control API twenty; 0 = free ones */
export function portsFrom(base: number): PairPorts {
  const side = (first: number): SidePorts => ({
    rest: first + offsets.rest,
    restHttp: first + offsets.restHttp,
    https: first + offsets.https,
    http: first + offsets.http,
    tcp: first + offsets.tcp,
    tls: first + offsets.tls,
    wss: first + offsets.wss,
  });
  const free: SidePorts = { rest: 0, restHttp: 0, https: 0, http: 0, tcp: 0, tls: 0, wss: 0 };
  return base === 0
    ? { A: free, B: free, control: 0 }
    : { A: side(base), B: side(base + 10), control: base + PORT_SPAN - 1 };
}

/** All the numbers of a pair, for whoever looks for free ones. */
export function numbersOf(ports: PairPorts): number[] {
  const side = (name: Side): number[] => Object.values(ports[name]);
  return [...side('A'), ...side('B'), ports.control];
}
