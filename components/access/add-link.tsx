'use client';
/** A new link to the wall: for which screen, with which clusters, for how long; and the link itself, once. */
import { Button, MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { type MadeLink, madeLink } from '#contract';
import { formatFull } from '../format/clock';
import { useZone } from '../live/live-context';
import { Said } from '../people/account/said';
import people from '../people/list/people-list.module.css';
import { below } from '../people/list/standing-fields';
import { OnceShown } from '../people/once-shown';
import { askJson } from '../people/post';
import { useSending } from '../people/use-sending';
import { useBasePath } from '../people/viewer-context';
import { lengths } from './model';

export interface KnownCluster {
  key: string;
  name: string;
}

export function AddLink({ known, onClose }: { known: readonly KnownCluster[]; onClose(): void }) {
  const api = `${useBasePath()}/api/v1`;
  const router = useRouter();
  const { busy, wrong, send } = useSending();
  const [clusters, setClusters] = useState<string[]>([]);
  const [made, setMade] = useState<MadeLink | null>(null);

  function submit(e: FormEvent<HTMLFormElement>): void {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const name = String(form.get('name') ?? '').trim();
    const body = { name, clusters: clusters.length === 0 ? null : clusters, days: Number(form.get('days')) };
    void send(
      () => askJson(`${api}/links`, body, madeLink),
      (link) => {
        router.refresh();
        return void setMade(link);
      },
    );
  }

  if (made !== null) return <NewLink made={made} onDone={onClose} />;
  return (
    <form className={people.panel} aria-label="New link" onSubmit={submit}>
      <div className={people.fields}>
        <TextInput
          name="name"
          label="Name"
          description="Which screen it is for."
          inputWrapperOrder={below}
          autoComplete="off"
          required
          maxLength={60}
        />
        <NativeSelect
          name="days"
          label="Works for"
          description="Afterwards the screen says that it is over."
          inputWrapperOrder={below}
          defaultValue="90"
          data={lengths.map(({ days, words }) => ({ value: String(days), label: words }))}
        />
        {known.length > 1 && (
          <MultiSelect
            label="Clusters"
            description="None chosen: all of them, also those to come."
            inputWrapperOrder={below}
            placeholder={clusters.length === 0 ? 'Every cluster' : ''}
            data={known.map(({ key, name }) => ({ value: key, label: name }))}
            value={clusters}
            hidePickedOptions
            onChange={setClusters}
          />
        )}
      </div>
      <div className={people.row}>
        <Button type="submit" loading={busy}>
          Make the link
        </Button>
        <Button variant="default" disabled={busy} onClick={onClose}>
          Cancel
        </Button>
        <Said wrong={wrong} well="" />
      </div>
    </form>
  );
}

function NewLink({ made, onDone }: { made: MadeLink; onDone(): void }) {
  const { zone } = useZone();
  const address = `${window.location.origin}${useBasePath()}${made.path}`;
  return (
    <div className={people.panel} role="status">
      <p>
        Open this link on that screen: <b>it is not shown again.</b>
      </p>
      <OnceShown text={address} label="The new link" />
      <p className={people.detail}>It works until {formatFull(made.expiresAt, zone)}, for whoever has it.</p>
      <div>
        <Button size="sm" variant="default" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
