/** The wall's figures for whoever may see them: read once for all screens that ask in the same moment. */
import { type EpochMs, type Viewer, type WallFigures, wallFigures } from '#contract';
import { configuration } from './configuration';
import { loadIncidents } from './incidents';
import { loadBoard, loadOverview } from './snapshots';
import { wallTime } from './time';
import { wallFiguresOf } from './wall-figures';

/** Every screen asks every few seconds. */
const KEPT_MS = 2_000;
const KEPT_AT_MOST = 100;

const kept = new Map<string, { until: EpochMs; figures: Promise<WallFigures> }>();

export function loadWall(viewer: Viewer): Promise<WallFigures> {
  const key = JSON.stringify([viewer.teams, viewer.clusters ?? null]);
  const at = wallTime();
  const known = kept.get(key);
  if (known !== undefined && known.until > at) return known.figures;
  const figures = readWall(viewer);
  kept.delete(key);
  kept.set(key, { until: at + KEPT_MS, figures });
  const oldest = kept.size > KEPT_AT_MOST ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
  figures.catch(() => kept.delete(key));
  return figures;
}

async function readWall(viewer: Viewer): Promise<WallFigures> {
  const [board, overview, { incidents }, smallestTeam] = await Promise.all([
    loadBoard({ clusterKey: null, teams: viewer.teams }),
    loadOverview(),
    loadIncidents(viewer),
    smallest(),
  ]);
  const limits = { clusters: viewer.clusters ?? null, smallestTeam };
  // What its shape does not hold does not leave.
  return wallFigures.parse(wallFiguresOf({ board, targets: overview.targets, incidents }, limits));
}

const USUAL_SMALLEST = 5;

/** A configuration that cannot be read makes nothing more visible. */
async function smallest(): Promise<number> {
  return configuration().then(
    (config) => config.privacy.smallestTeam,
    () => USUAL_SMALLEST,
  );
}
