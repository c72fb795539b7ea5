'use client';
/** A tag for the servers of the chosen sessions: put on them or taken off them, in one change of the settings. */
import { Autocomplete, Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Configuration, NodeTags, TargetState } from '#contract';
import { plural } from '../../format/units';
import { useBasePath } from '../../people/viewer-context';
import { sendChange } from '../form/change';
import page from '../shell/page.module.css';
import { type TagVerb, tagPlan, tagsInUse, wordOf } from './tags';
import classes from './targets.module.css';

export interface Tagging {
  configuration: Pick<Configuration, 'revision' | 'items'>;
  tags: readonly NodeTags[];
}

export function TagBar({ picked, configuration, tags }: Tagging & { picked: readonly TargetState[] }) {
  const router = useRouter();
  const basePath = useBasePath();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState<TagVerb | null>(null);
  const [said, setSaid] = useState('');
  const word = wordOf(typed);
  const isWrong = typed.trim() !== '' && word === null;

  async function send(verb: TagVerb, tag: string): Promise<void> {
    const plan = tagPlan(verb, tag, picked, { tags, items: configuration.items });
    if (plan.servers === 0)
      return setSaid(plan.left.join(' ') || 'None of them stands in the configuration as it is now.');
    setBusy(verb);
    const answer = await sendChange(basePath, { revision: configuration.revision, put: plan.put });
    setBusy(null);
    switch (answer.is) {
      case 'done': {
        const done = `${plural(plan.servers, 'server')} ${verb === 'add' ? 'now has' : 'no longer has'} the tag ${tag}.`;
        setSaid([plan.servers === 1 ? done : done.replace('has', 'have'), ...plan.left].join(' '));
        return router.refresh();
      }
      case 'stale':
        setSaid('Somebody else changed the settings meanwhile; look again, then repeat it.');
        return router.refresh();
      case 'refused':
        return setSaid([answer.sentence, ...answer.errors.map((e) => `${e.path} ${e.message}.`)].join(' '));
      case 'silent':
        return setSaid('Holdfast does not answer. Nothing was changed.');
    }
  }

  const button = (verb: TagVerb, name: string) => (
    <Button
      variant="default"
      size="sm"
      disabled={word === null || picked.length === 0 || busy !== null}
      loading={busy === verb}
      onClick={() => word !== null && void send(verb, word)}
    >
      {name}
    </Button>
  );

  return (
    // biome-ignore lint/a11y/useSemanticElements: a question in its place, not a set of fields
    <div className={page.ask} role="group" aria-label="Tag the servers of the chosen sessions">
      <p className={page.detail}>
        A tag belongs to a server, and so to all of its sessions. It changes nothing of what is measured.
      </p>
      <div className={page.buttons}>
        <Autocomplete
          aria-label="Tag"
          placeholder="paris"
          className={classes.tag}
          comboboxProps={{ withinPortal: false }}
          data={tagsInUse(tags)}
          maxLength={32}
          value={typed}
          onChange={setTyped}
          error={isWrong ? 'a-z, 0-9, dots and dashes' : undefined}
        />
        {button('add', 'Add it')}
        {button('remove', 'Take it off')}
      </div>
      <p role="status" className={classes.said}>
        {said !== '' ? said : picked.length === 0 ? 'Choose sessions below first.' : ''}
      </p>
    </div>
  );
}
