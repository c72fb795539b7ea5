'use client';
/** The log of deliveries, each with its tries; what was given up can be tried again. */
import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import type { AlertingSnapshot } from '#contract';
import { formatCount } from '../../format/units';
import { PageClockProvider, useTrust } from '../../live/live-context';
import { statusWords } from '../shell/delivery-words';
import { useAlerting } from '../shell/use-alerting';
import classes from './deliveries.module.css';
import { DeliveryItem } from './delivery-item';
import { channelNames, countsOf, type DeliveriesQuery, shownDeliveries, statuses } from './query';
import { useDeliveriesQuery } from './use-query';

const SHOWN_AT_FIRST = 100;

export function DeliveriesView({ snapshot }: { snapshot: AlertingSnapshot }) {
  const model = useAlerting(snapshot);
  const trust = useTrust(snapshot);
  const [query, change] = useDeliveriesQuery();
  const [limit, setLimit] = useState(SHOWN_AT_FIRST);
  const shown = shownDeliveries(model.deliveries, query);
  const channels = channelNames(model.setup?.channels.map((c) => c.name) ?? [], model.deliveries);
  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        <h2 className="hf-hidden">Deliveries</h2>
        <Filters query={query} change={change} channels={channels} counts={countsOf(model.deliveries, query)} />
        {shown.length === 0 ? (
          <Nothing any={model.deliveries.length > 0} anyChannel={model.setup?.channels.length !== 0} />
        ) : (
          <ol className={classes.list} aria-label="Newest first">
            {shown.slice(0, limit).map((d) => (
              <DeliveryItem key={d.id} delivery={d} />
            ))}
          </ol>
        )}
        {shown.length > limit && (
          <Button variant="default" className={classes.more} onClick={() => setLimit((n) => n + SHOWN_AT_FIRST)}>
            Show more of {formatCount(shown.length)}
          </Button>
        )}
      </div>
    </PageClockProvider>
  );
}

interface FiltersProps {
  query: DeliveriesQuery;
  change: (change: Partial<DeliveriesQuery>) => void;
  channels: readonly string[];
  counts: ReturnType<typeof countsOf>;
}

function Filters({ query, change, channels, counts }: FiltersProps) {
  return (
    <search className={classes.filters}>
      <fieldset className={classes.statuses}>
        <legend className="hf-hidden">Status</legend>
        {[null, ...statuses].map((status) => (
          <button
            key={status ?? 'all'}
            type="button"
            className={classes.status}
            aria-pressed={query.status === status}
            data-dead={status === 'dead' && counts.dead > 0}
            onClick={() => change({ status })}
          >
            {status === null ? 'All' : statusWords[status]}{' '}
            <span className="hf-figures">{formatCount(counts[status ?? 'all'])}</span>
          </button>
        ))}
      </fieldset>
      <NativeSelect
        aria-label="Channel"
        value={query.channel ?? ''}
        data={[{ value: '', label: 'Every channel' }, ...channels]}
        onChange={(e) => change({ channel: e.currentTarget.value || null })}
      />
      <TextInput
        aria-label="Words of the incident"
        placeholder="Find an incident"
        value={query.q}
        maxLength={200}
        onChange={(e) => change({ q: e.currentTarget.value })}
      />
      {query.incident !== null && (
        <span className={classes.only}>
          of one incident
          <CloseButton size={24} aria-label="Of all incidents" onClick={() => change({ incident: null })} />
        </span>
      )}
    </search>
  );
}

function Nothing({ any, anyChannel }: { any: boolean; anyChannel: boolean }) {
  if (any) return <p className={classes.nothing}>No delivery fits these filters.</p>;
  return (
    <p className={classes.nothing}>
      Nothing has been told to anybody yet.{' '}
      {anyChannel ? (
        'Messages appear here the moment they are made, with every try.'
      ) : (
        <>
          No channel is configured: <Link href="/alerting/channels">see how to write one</Link>.
        </>
      )}
    </p>
  );
}
