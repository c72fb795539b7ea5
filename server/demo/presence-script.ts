/**
 * What had happened to the demo's agents in the day before it was opened; times count from its start.
 *
 *   0:00  yesterday's shift is at work, and goes home from 8:20 to 9:00
 *   2:12  a laptop in Gdansk falls asleep: set Not Ready, back after six minutes on the other side
 *   5:47  the proxy of Porto restarts: nine at one moment, seven are back in time
 *  19:50  today's shift signs in, until 20:35
 *  20:52  somebody at home presses F5
 *  21:21  a laptop is closed during a call: set Not Ready after it
 *  22:08  a switch in Gdansk: eleven of two teams, eight are back in time
 *  23:04  one of Billing, set Not Ready
 *  23:33  two press F5
 */
export interface PastLoss {
  atMs: number;
  site: string;
  count: number;
  /** From the first to the last of them. */
  spreadMs: number;
  /** After how long each is back, in turn: beyond the grace Finesse sets Not Ready. */
  backMs: readonly number[];
  /** They talk, and for so long after the grace. */
  talksMs: number | null;
  /** They come back on the other side. */
  crosses: boolean;
}

const clock = (hours: number, minutes: number, seconds = 0): number => ((hours * 60 + minutes) * 60 + seconds) * 1_000;

export const homeFromMs = clock(8, 20);
export const homeForMs = clock(0, 40);
export const workFromMs = clock(19, 50);
export const workForMs = clock(0, 45);

const alone = { count: 1, spreadMs: 0, talksMs: null, crosses: false } as const;

export const pastLosses: readonly PastLoss[] = [
  { ...alone, atMs: clock(2, 12, 7), site: 'Gdansk', backMs: [clock(0, 6, 11)], crosses: true },
  {
    ...{ ...alone, atMs: clock(5, 47, 30), site: 'Porto', count: 9, spreadMs: 400 },
    backMs: [31_000, 33_500, 36_000, 35_200, 41_000, 44_300, 38_000, 112_000, 134_000],
  },
  { ...alone, atMs: clock(20, 52, 41), site: 'Home', backMs: [8_000] },
  { ...alone, atMs: clock(21, 21, 16), site: 'Gdansk', backMs: [clock(0, 4, 3)], talksMs: 27_000 },
  {
    ...{ ...alone, atMs: clock(22, 8, 2), site: 'Gdansk', count: 11, spreadMs: 900 },
    backMs: [22_000, 25_300, 24_000, 29_800, 31_000, 36_400, 40_000, 47_100, 96_000, 101_500, 143_000],
  },
  { ...alone, atMs: clock(23, 4, 50), site: 'Lyon', backMs: [79_000] },
  { ...alone, atMs: clock(23, 33, 20), site: 'Gdansk', count: 2, spreadMs: 4_000, backMs: [8_000, 8_600] },
];
