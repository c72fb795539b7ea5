'use client';
/** One target: its state and facts, its RTT and states on one axis, its connects phase by phase. */
import Link from 'next/link';
import type { TargetSnapshot } from '#contract';
import { transportName } from '../format/names';
import type { TargetName } from '../history/compare-select';
import { PageClockProvider, useApi, useLivePage, useTrust } from '../live/live-context';
import { IfMay } from '../people/viewer-context';
import { StatusLine } from '../session/status-line';
import { TagLabels } from '../session/tag-labels';
import { Commands } from './commands';
import { Facts } from './facts';
import { foldTargetPage, targetModel, targetTopics } from './model';
import { Story } from './story';
import { type FirstSeries, TargetHistory } from './target-history';
import classes from './target-view.module.css';
import { TranscriptPanel } from './transcript-panel';
import { WaterfallPanel } from './waterfall-panel';

interface Props {
  snapshot: TargetSnapshot;
  first: FirstSeries;
  /** Everything that it can be compared with. */
  targets: readonly TargetName[];
  /** Of its server. */
  tags: readonly string[];
}

export function TargetView({ snapshot, first, targets, tags }: Props) {
  const api = useApi();
  const model = useLivePage(
    {
      model: targetModel,
      topics: targetTopics,
      fold: foldTargetPage,
      outdated: () => false,
      load: () => api.target(snapshot.state.key),
    },
    snapshot,
  );
  const trust = useTrust(snapshot);
  const { state } = model;
  const failedAt = model.connects.find((c) => c.outcome === 'failed')?.at ?? null;
  const blindSince = trust.kind === 'blind' ? trust.since : null;
  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        <div className={classes.head}>
          <div>
            <p className={classes.path}>
              <Link href="/">Overview</Link> / {state.clusterName} / {state.nodeName}
            </p>
            <h1>
              {transportName(state.transport)} <span className={classes.to}>to {state.nodeName}</span>
            </h1>
            <StatusLine state={state} blindSince={blindSince} size="page" />
            <TagLabels tags={tags} />
            <Story state={state} trust={trust} />
          </div>
          <IfMay need="configure">
            <Commands targetKey={state.key} phase={state.session.phase} />
          </IfMay>
        </div>
        <TargetHistory model={model} first={first} unknownSince={blindSince} targets={targets} />
        <Facts state={state} connects={model.connects} />
        <WaterfallPanel connects={model.connects} />
        <TranscriptPanel targetKey={state.key} failedAt={failedAt} />
      </div>
    </PageClockProvider>
  );
}
