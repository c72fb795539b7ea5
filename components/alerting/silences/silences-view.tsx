'use client';
/** Silences: a form that shows what it would mute, those in force, and those that are over. */
import { useSearchParams } from 'next/navigation';
import type { AlertingSnapshot, Silence } from '#contract';
import { useIncidents } from '../../incidents/incidents-context';
import { PageClockProvider, useNow, useTrust } from '../../live/live-context';
import type { AlertingModel } from '../shell/model';
import { useAlerting } from '../shell/use-alerting';
import { draftOf, silencesSentence, sorted } from './model';
import { SilenceForm } from './silence-form';
import { SilenceItem } from './silence-item';
import classes from './silences.module.css';

export function SilencesView({ snapshot }: { snapshot: AlertingSnapshot }) {
  const model = useAlerting(snapshot);
  const trust = useTrust(snapshot);
  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        <h2 className="hf-hidden">Silences</h2>
        <Silences model={model} />
      </div>
    </PageClockProvider>
  );
}

function Silences({ model }: { model: AlertingModel }) {
  const now = useNow();
  const query = useSearchParams();
  const incidents = useIncidents() ?? [];
  const all = sorted(model.silences, now);
  return (
    <>
      <p className={classes.sentence}>{silencesSentence(all)}</p>
      <div className={classes.columns}>
        <div className={classes.stack}>
          <Part title="In force" silences={all.inForce} nothing="None. Everything that fires is told." />
          {all.toCome.length > 0 && <Part title="To come" silences={all.toCome} nothing="" />}
          <Part title="Over, the last two weeks" silences={all.ended} nothing="None." />
        </div>
        {/* Another incident's address is another form. */}
        <SilenceForm key={query.toString()} first={draftOf(query)} incidents={incidents} />
      </div>
    </>
  );
}

function Part({ title, silences, nothing }: { title: string; silences: readonly Silence[]; nothing: string }) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      {silences.length === 0 ? (
        <p className={classes.nothing}>{nothing}</p>
      ) : (
        <ul className={classes.list}>
          {silences.map((s) => (
            <SilenceItem key={s.id} silence={s} />
          ))}
        </ul>
      )}
    </section>
  );
}
