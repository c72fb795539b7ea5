'use client';
/** Takes over a file: it is looked at first, its problems named by their lines, its secrets asked for, its changes shown. */
import { Button, FileButton, PasswordInput, Textarea } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import type { ConfigImported } from '#contract';
import { useBasePath } from '../../people/viewer-context';
import { readConfiguration, sendImport } from '../form/change';
import form from '../form/editor.module.css';
import classes from '../shell/page.module.css';
import { ImportResult } from './import-result';
import { standingOf } from './model';

export function ImportForm({ revision: revisionNow }: { revision: number }) {
  const basePath = useBasePath();
  const router = useRouter();
  const [revision, setRevision] = useState(revisionNow);
  const [yaml, setYaml] = useState('');
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  /** Names that were asked for stay in sight once they are given. */
  const [asked, setAsked] = useState<readonly string[]>([]);
  const [looked, setLooked] = useState<ConfigImported | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [done, setDone] = useState(false);
  const standing = standingOf(looked);

  function changeText(text: string): void {
    setYaml(text);
    setLooked(null);
    setDone(false);
    setSaid('');
  }

  async function send(dryRun: boolean, from = revision): Promise<void> {
    setBusy(true);
    setSaid('');
    const given = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
    const answer = await sendImport(basePath, { revision: from, yaml, secrets: given, dryRun });
    setBusy(false);
    switch (answer.is) {
      case 'done': {
        setLooked(answer.done);
        setAsked((names) => [...new Set([...names, ...answer.done.missing])]);
        if (dryRun || answer.done.problems.length > 0 || answer.done.missing.length > 0) return;
        setDone(true);
        setRevision(answer.done.revision);
        if (answer.done.waiting !== null) setSaid(`Saved, and not in force yet: ${answer.done.waiting}`);
        return router.refresh();
      }
      case 'stale':
        return lookAgain();
      case 'refused':
        return setSaid([answer.sentence, ...answer.errors.map((e) => `${e.path}: ${e.message}`)].join('\n'));
      case 'silent':
        return setSaid('Holdfast does not answer. Nothing was changed; try again in a moment.');
    }
  }

  async function lookAgain(): Promise<void> {
    const newest = await readConfiguration(basePath);
    if (newest === null) return setSaid('Holdfast does not answer. Nothing was changed; try again in a moment.');
    setRevision(newest.revision);
    setSaid('Somebody else changed the settings meanwhile. Nothing was applied: look at the changes again.');
    setLooked(null);
  }

  function submit(e: FormEvent): void {
    e.preventDefault();
    void send(true);
  }

  return (
    <form className={classes.card} aria-labelledby="take-over" onSubmit={submit}>
      <h2 id="take-over">Take one over</h2>
      <p className={classes.sentence}>
        What the file holds comes in the place of everything that was set up here. What stands in a file on this machine
        stays. Nothing is changed before you have seen what.
      </p>
      <Textarea
        label="The file"
        placeholder="clusters: …"
        value={yaml}
        onChange={(e) => changeText(e.currentTarget.value)}
        autosize
        minRows={6}
        maxRows={24}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      {asked.length > 0 && (
        <fieldset className={classes.secrets}>
          <legend>Its secrets</legend>
          {asked.map((name) => (
            <PasswordInput
              key={name}
              label={name}
              value={secrets[name] ?? ''}
              maxLength={4_096}
              autoComplete="new-password"
              onChange={(e) => {
                const { value } = e.currentTarget;
                setSecrets((all) => ({ ...all, [name]: value }));
              }}
            />
          ))}
        </fieldset>
      )}
      <div className={classes.actions}>
        <FileButton
          accept=".yaml,.yml,text/yaml,application/yaml"
          onChange={(file) => void file?.text().then(changeText, () => setSaid('That file cannot be read.'))}
        >
          {(props) => (
            <Button {...props} variant="default">
              Choose a file
            </Button>
          )}
        </FileButton>
        <Button type="submit" loading={busy && standing.is !== 'ready'} disabled={yaml.trim() === ''}>
          Look at it
        </Button>
      </div>
      <div role="status" className={form.panel}>
        {said !== '' && <p className={classes.said}>{said}</p>}
        {looked !== null && <ImportResult looked={looked} yaml={yaml} done={done} />}
      </div>
      {standing.is === 'ready' && !done && (
        <div className={classes.actions}>
          <Button loading={busy} onClick={() => void send(false)}>
            Apply
          </Button>
        </div>
      )}
    </form>
  );
}
