/** A large batch in pieces: nothing missing, nothing twice, and no page asks for a new snapshot in between. */
import { describe, expect, it } from 'vitest';
import { type Batch, judgeBatch } from '#contract';
import { piecesOf } from '../../server/live/pieces';
import { EPOCH, pingOf } from './support';

const A = 'lab/a/tcp';

function batchOf(after: number, through: number, seqs: number[]): Batch {
  return { topic: 'cluster:lab', epoch: EPOCH, after, through, events: seqs.map((seq) => pingOf(A, seq)) };
}

const told = (batches: Batch[]) => batches.map((b) => `(${b.after}, ${b.through}] ${b.events.map((e) => e.seq)}`);

describe('pieces of a batch', () => {
  it('leaves a small batch as it is', () => {
    const batch = batchOf(10, 14, [11, 13]);
    expect(piecesOf(batch, 2)).toEqual([batch]);
  });

  it('follow one another, and the last goes as far as the batch', () => {
    expect(told(piecesOf(batchOf(10, 20, [11, 13, 14, 17, 18]), 2))).toEqual([
      '(10, 13] 11,13',
      '(13, 17] 14,17',
      '(17, 20] 18',
    ]);
    expect(told(piecesOf(batchOf(10, 20, [11, 13, 14, 17]), 2))).toEqual(['(10, 13] 11,13', '(13, 20] 14,17']);
  });

  it('are folded one after the other by a page, wherever its snapshot ended', () => {
    const pieces = piecesOf(batchOf(10, 20, [11, 13, 14, 17, 18]), 2);
    for (const snapshotAt of [10, 12, 13, 19, 20]) {
      let lastSeq = snapshotAt;
      const seen: number[] = [];
      for (const piece of pieces) {
        const verdict = judgeBatch({ lastSeq, epoch: EPOCH }, piece);
        expect(verdict).not.toBe('resync');
        if (verdict === 'known') continue;
        seen.push(...piece.events.map((e) => e.seq).filter((seq) => seq > lastSeq));
        lastSeq = piece.through;
      }
      expect(seen).toEqual([11, 13, 14, 17, 18].filter((seq) => seq > snapshotAt));
    }
  });
});
