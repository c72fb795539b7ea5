/** The bundle of an outage: its files in one archive, small enough to be made in memory because everything in a review is bounded. */
import { strToU8, zipSync } from 'fflate';
import type { OutageReview } from '#contract';
import { installedVersion } from '../../server/config/version';
import { bundleFiles } from '../../server/domain/review/outage/bundle';
import { csvText } from './csv';
import { store } from './store';

/** Of each condition only the last handshake is kept: one that failed much later is of something else. */
const AFTERWARDS_MS = 3_600_000;

/** @param zone of the times in the documents */
export async function outageBundle(review: OutageReview, zone: string): Promise<Uint8Array> {
  const kept = await (await store()).transcriptsOf(review.sessions.map((s) => s.target));
  const transcripts = kept.filter((t) => t.at >= review.from && t.at <= review.to + AFTERWARDS_MS);
  const files = bundleFiles({ review, transcripts, zone, version: installedVersion(), csv: csvText });
  const folder = bundleName(review);
  // As it was read, so that the same review makes the same archive.
  const mtime = new Date(review.at);
  return zipSync(Object.fromEntries(files.map((f) => [`${folder}/${f.name}`, [strToU8(f.text), { mtime }]])));
}

/** Also the folder in the archive, and the file's name without its ending. */
export function bundleName({ incident }: OutageReview): string {
  return `outage-${incident.id.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 100)}`;
}
