/** Cuts a large batch into consecutive ones, so that no page has to read thousands of events in one turn. */
import type { Batch } from '#contract';

/** A page parses and folds this many in some tens of milliseconds, also on a slow machine. */
export const PIECE_EVENTS = 200;

/** The batch itself when it is small; together the pieces say exactly what the batch says, each after the one before. */
export function piecesOf(batch: Batch, most = PIECE_EVENTS): Batch[] {
  if (batch.events.length <= most) return [batch];
  const pieces: Batch[] = [];
  let after = batch.after;
  for (let from = 0; from < batch.events.length; from += most) {
    const events = batch.events.slice(from, from + most);
    const isLast = from + most >= batch.events.length;
    const through = isLast ? batch.through : (events.at(-1)?.seq ?? after);
    pieces.push({ ...batch, after, through, events });
    after = through;
  }
  return pieces;
}
