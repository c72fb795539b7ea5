'use client';
/** The first channel: e-mail or a webhook, saved and tried at once. */
import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useApi } from '../../live/live-context';
import { useBasePath } from '../../people/viewer-context';
import { type ChannelDraft, channelBody, channelName, faultsOfChannel, firstChannel, ways } from './channel-draft';
import { saveItem } from './save';
import classes from './wizard.module.css';

const wayWords = { email: 'E-mail', webhook: 'Webhook' } as const;

export function ChannelForm({ onSaved }: { onSaved(name: string): void }) {
  const basePath = useBasePath();
  const api = useApi();
  const [draft, setDraft] = useState<ChannelDraft>(firstChannel);
  const [isAsked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const faults = faultsOfChannel(draft);
  const field = (key: keyof ChannelDraft) => ({
    value: draft[key],
    error: isAsked ? faults.find((f) => f.field === key)?.words : undefined,
    onChange: (e: { currentTarget: { value: string } }) => {
      const { value } = e.currentTarget;
      setDraft((d) => ({ ...d, [key]: value }));
    },
  });

  async function save(e: FormEvent): Promise<void> {
    e.preventDefault();
    setAsked(true);
    if (faults.length > 0) return;
    setBusy(true);
    setWrong('');
    const name = channelName(draft);
    const saved = await saveItem(basePath, () => ({ kind: 'channel', key: name, body: channelBody(draft) }));
    if (saved.ok) {
      onSaved(name);
      // What comes of it is told where the channel then stands.
      await api.command({ command: 'test-channel', channel: name });
    } else setWrong(saved.words);
    setBusy(false);
  }
  return (
    <form className={classes.form} aria-label="The first channel" onSubmit={(e) => void save(e)} noValidate>
      <fieldset className={classes.ways}>
        <legend>By which way?</legend>
        {ways.map((way) => (
          <label key={way}>
            <input type="radio" name="way" checked={draft.way === way} onChange={() => setDraft({ ...draft, way })} />{' '}
            {wayWords[way]}
          </label>
        ))}
      </fieldset>
      {draft.way === 'webhook' ? (
        <TextInput
          label="Address"
          description="Gets a POST with JSON. It is kept like a password."
          placeholder="https://example.com/hook"
          {...field('url')}
        />
      ) : (
        <>
          <div className={classes.tcp}>
            <TextInput label="Mail server" placeholder="mail.example.com" {...field('host')} />
            <TextInput label="Port" inputMode="numeric" {...field('port')} />
            <NativeSelect
              label="TLS"
              {...field('security')}
              data={[
                { value: 'starttls', label: 'by STARTTLS' },
                { value: 'tls', label: 'from the first byte' },
                { value: 'none', label: 'none' },
              ]}
            />
          </div>
          <div className={classes.place}>
            <TextInput label="User name, if it asks" autoComplete="off" {...field('username')} />
            <PasswordInput label="Password" autoComplete="new-password" {...field('password')} />
          </div>
          <TextInput label="From" placeholder="holdfast@example.com" {...field('from')} />
          <TextInput label="To" placeholder="it@example.com, night@example.com" {...field('to')} />
        </>
      )}
      <Button type="submit" variant="default" loading={busy}>
        Save it and send a test
      </Button>
      <p role="alert" className={classes.wrong}>
        {wrong}
      </p>
    </form>
  );
}
