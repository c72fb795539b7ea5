/** Runs one after another what reads and then writes upon it; this process is the only one that writes about people. */
let last: Promise<unknown> = Promise.resolve();

export function oneAtATime<T>(run: () => Promise<T>): Promise<T> {
  const turn = last.then(run, run);
  last = turn.catch(() => undefined);
  return turn;
}
