'use client';
/** Every session that Holdfast holds, in a table: filtered by words, paused and resumed several at once. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { type EpochMs, type NodeTags, type TargetKey, type TargetState, tagsOfNode } from '#contract';
import { transportName } from '../../format/names';
import { plural } from '../../format/units';
import { PageClockProvider, useApi, useLivePage, useTrust } from '../../live/live-context';
import { foldOverview, type OverviewPage, overviewModel, overviewTopics } from '../../overview/model';
import { StatusLine } from '../../session/status-line';
import { TagLabels } from '../../session/tag-labels';
import page from '../shell/page.module.css';
import { BulkBar } from './bulk-bar';
import { expectWords, groupsOf, type TargetGroup } from './model';
import { TagBar, type Tagging } from './tag-bar';
import classes from './targets.module.css';

export function TargetSettings({ snapshot, ...tagging }: Tagging & { snapshot: OverviewPage }) {
  const api = useApi();
  const model = useLivePage(
    {
      ...{ model: overviewModel, topics: overviewTopics, fold: foldOverview },
      outdated: (m) => m.outdated,
      load: () => api.overview(),
    },
    snapshot,
  );
  const trust = useTrust(snapshot);
  const states = [...model.cards.values()].map((card) => card.state);
  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <h1>Targets</h1>
      {states.length === 0 ? (
        <NoTargets />
      ) : (
        <Table states={states} blindSince={trust.kind === 'blind' ? trust.since : null} tagging={tagging} />
      )}
    </PageClockProvider>
  );
}

function NoTargets() {
  return (
    <div className={page.empty}>
      <h2>No session is held yet</h2>
      <p className={page.sentence}>Each server has a session for each of its transports, once a cluster is set up.</p>
      <Button component={Link} href="/set-up/cluster">
        Set up the first cluster
      </Button>
    </div>
  );
}

interface TableProps {
  states: readonly TargetState[];
  blindSince: EpochMs | null;
  tagging: Tagging;
}

function Table({ states, blindSince, tagging }: TableProps) {
  const [filter, setFilter] = useState('');
  const [chosen, setChosen] = useState<readonly TargetKey[]>([]);
  const [isTagging, setTagging] = useState(false);
  const groups = groupsOf(states, filter, tagging.tags);
  const shown = groups.flatMap((g) => g.targets);
  const picked = shown.filter((s) => chosen.includes(s.key));
  const choose = (keys: readonly TargetKey[], on: boolean) =>
    setChosen((now) => [...now.filter((key) => !keys.includes(key)), ...(on ? keys : [])]);
  return (
    <>
      <p className={page.sentence}>
        {plural(states.length, 'session')}: one for each server and transport. What is paused is not measured, and
        raises no incident.
      </p>
      <div className={page.lead}>
        <TextInput
          className={classes.filter}
          aria-label="Filter"
          placeholder="Cluster, server, transport, state, tag …"
          value={filter}
          onChange={(e) => setFilter(e.currentTarget.value)}
        />
        <BulkBar picked={picked}>
          <Button variant="default" size="sm" aria-expanded={isTagging} onClick={() => setTagging(!isTagging)}>
            Tag …
          </Button>
        </BulkBar>
      </div>
      {isTagging && <TagBar picked={picked} {...tagging} />}
      {groups.length === 0 && (
        <p className={page.sentence}>
          No session has all of these words.{' '}
          <Button size="compact-sm" variant="subtle" onClick={() => setFilter('')}>
            Show all
          </Button>
        </p>
      )}
      {groups.map((group) => (
        <Group key={group.clusterKey} {...{ group, chosen, choose, blindSince }} tags={tagging.tags} />
      ))}
    </>
  );
}

interface GroupProps {
  group: TargetGroup;
  chosen: readonly TargetKey[];
  choose(keys: readonly TargetKey[], on: boolean): void;
  blindSince: EpochMs | null;
  tags: readonly NodeTags[];
}

function Group({ group: { clusterKey, clusterName, targets }, chosen, choose, blindSince, tags }: GroupProps) {
  const keys = targets.map((t) => t.key);
  const count = keys.filter((key) => chosen.includes(key)).length;
  return (
    <section className={classes.part} aria-labelledby={`targets-${clusterKey}`}>
      <div className={classes.head}>
        <Checkbox
          aria-label={`Choose all of ${clusterName}`}
          checked={count === keys.length}
          indeterminate={count > 0 && count < keys.length}
          onChange={(e) => choose(keys, e.currentTarget.checked)}
        />
        <h2 id={`targets-${clusterKey}`}>{clusterName}</h2>
        <Link href={`/settings/clusters?cluster=${encodeURIComponent(clusterKey)}`}>
          Settings<span className="hf-hidden"> of {clusterName}</span>
        </Link>
      </div>
      <ul>
        {targets.map((state) => (
          <li key={state.key} className={classes.target}>
            <Checkbox
              aria-label={`Choose ${state.nodeName}, ${transportName(state.transport)}`}
              checked={chosen.includes(state.key)}
              onChange={(e) => choose([state.key], e.currentTarget.checked)}
            />
            <span className={classes.name}>
              <Link href={`/targets/${state.key}`} prefetch={false}>
                {state.nodeName}, {transportName(state.transport)}
              </Link>
              <span className={page.detail}>{state.address}</span>
              <TagLabels tags={tagsOfNode(tags, state)} />
            </span>
            <StatusLine state={state} blindSince={blindSince} />
            <span className={page.detail}>Expected {expectWords[state.expect]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
