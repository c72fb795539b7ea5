'use client';
/** A new silence: what it is to fit, for how long and why; and which open incidents it would mute. */
import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core';
import Link from 'next/link';
import { type FormEvent, useId, useState } from 'react';
import type { Incident, Matcher } from '#contract';
import { plural } from '../../format/units';
import { useApi } from '../../live/live-context';
import { choices, type Field, fields, fieldWords, filledIn, fitting, lengths } from './model';
import classes from './silences.module.css';

interface Props {
  first: readonly Matcher[];
  incidents: readonly Incident[];
}

const MOST = 10;

export function SilenceForm({ first, incidents }: Props) {
  const api = useApi();
  const [matchers, setMatchers] = useState<readonly Matcher[]>(first);
  const [reason, setReason] = useState('');
  const [forMs, setForMs] = useState<number>(lengths[1].ms);
  const [outcome, setOutcome] = useState<{ refused: boolean; words: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = filledIn(matchers);

  async function create(e: FormEvent): Promise<void> {
    e.preventDefault();
    setBusy(true);
    const reply = await api.command({ command: 'create-silence', matchers: asked, reason: reason.trim(), forMs });
    setBusy(false);
    const refused = reply.status === 'refused';
    setOutcome({ refused, words: refused ? reply.message : 'In force.' });
    if (!refused) setReason('');
  }

  const put = (n: number, m: Matcher) => setMatchers((all) => all.with(n, m));
  return (
    <form className={classes.form} aria-label="New silence" onSubmit={(e) => void create(e)}>
      <h3>New silence</h3>
      <fieldset className={classes.lines}>
        <legend className={classes.detail}>Mutes what fits all of these</legend>
        {matchers.map((m, n) => (
          <MatcherLine
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            key={n}
            matcher={m}
            incidents={incidents}
            onChange={(next) => put(n, next)}
            onRemove={matchers.length > 1 ? () => setMatchers((all) => all.toSpliced(n, 1)) : null}
          />
        ))}
        <Button
          size="xs"
          variant="default"
          disabled={matchers.length >= MOST}
          onClick={() => setMatchers((all) => [...all, { field: 'node', is: 'equal', value: '' }])}
        >
          And also
        </Button>
      </fieldset>
      <NativeSelect
        label="For"
        value={String(forMs)}
        data={lengths.map((l) => ({ value: String(l.ms), label: l.words }))}
        onChange={(e) => setForMs(Number(e.currentTarget.value))}
      />
      <TextInput
        label="Why"
        placeholder="What is known, and where to read more"
        value={reason}
        maxLength={500}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
      <Preview asked={asked} incidents={incidents} />
      <Button type="submit" disabled={busy || asked.length === 0}>
        Silence
      </Button>
      <p className={classes.outcome} role="status" data-refused={outcome?.refused}>
        {outcome?.words}
      </p>
    </form>
  );
}

interface LineProps {
  matcher: Matcher;
  incidents: readonly Incident[];
  onChange(m: Matcher): void;
  onRemove: (() => void) | null;
}

function MatcherLine({ matcher, incidents, onChange, onRemove }: LineProps) {
  const id = useId();
  const { field, is, value } = matcher;
  const known = choices(field, incidents);
  const isList = field === 'kind' || field === 'severity';
  const set = (e: { currentTarget: { value: string } }) => onChange({ ...matcher, value: e.currentTarget.value });
  const toField = (next: Field) => onChange({ field: next, is, value: '' });
  return (
    <div className={classes.line}>
      <NativeSelect
        aria-label="Field"
        value={field}
        data={fields.map((f) => ({ value: f, label: fieldWords[f] }))}
        onChange={(e) => toField(fields.find((f) => f === e.currentTarget.value) ?? 'kind')}
      />
      <NativeSelect
        aria-label="Is or is not"
        value={is}
        data={[
          { value: 'equal', label: 'is' },
          { value: 'not-equal', label: 'is not' },
        ]}
        onChange={(e) => onChange({ ...matcher, is: e.currentTarget.value === 'equal' ? 'equal' : 'not-equal' })}
      />
      {isList ? (
        <NativeSelect
          aria-label="Value"
          value={value}
          data={[{ value: '', label: 'Choose' }, ...known]}
          onChange={set}
        />
      ) : (
        <>
          <TextInput
            aria-label="Value"
            value={value}
            maxLength={200}
            list={id}
            autoComplete="off"
            placeholder="Key or name"
            onChange={set}
          />
          <datalist id={id}>
            {known.map((c) => (
              <option key={c.value} value={c.value} />
            ))}
          </datalist>
        </>
      )}
      {onRemove !== null && <CloseButton aria-label="Without this line" onClick={onRemove} />}
    </div>
  );
}

function Preview({ asked, incidents }: { asked: readonly Matcher[]; incidents: readonly Incident[] }) {
  const muted = fitting(asked, incidents);
  const words =
    asked.length === 0
      ? 'Say what it is to fit.'
      : muted.length === 0
        ? 'Fits nothing that is open now: it would mute what comes.'
        : `Would mute ${plural(muted.length, 'open incident')}:`;
  return (
    <div className={classes.preview} aria-live="polite">
      <p>{words}</p>
      {muted.length > 0 && (
        <ul>
          {muted.slice(0, 8).map((i) => (
            <li key={i.id}>
              <Link href={`/incidents/${encodeURIComponent(i.id)}`}>{i.title}</Link>
            </li>
          ))}
          {muted.length > 8 && <li>and {muted.length - 8} more</li>}
        </ul>
      )}
    </div>
  );
}
