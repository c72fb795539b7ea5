'use client';
/** The editor of one thing that is set up: its form, what is wrong in it, and what a change would do before it is made. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { ConfigItem } from '#contract';
import { shortName } from '../shell/origin';
import { ChangePanel } from './change-panel';
import classes from './editor.module.css';
import { FaultSummary } from './fault-summary';
import type { Field } from './fields';
import { FieldsView } from './fields-view';
import { FormProvider } from './form-context';
import type { Meant, Wish } from './meant';
import { faultsFrom, type RefusedPlace } from './refusals';
import { bodyOf, type Faults, faultsOf } from './tidy';
import { type Path, pathText, type Tree, withValue } from './tree';
import { useChange } from './use-change';

export interface ItemEditorProps {
  /** `Cluster`, for the name of the form. */
  what: string;
  fields: readonly Field[];
  /** What is edited; null: a new one. */
  item: ConfigItem | null;
  /** What the form starts from. */
  start: Tree;
  revision: number;
  /** As people call the file. */
  file: string | null;
  meant(body: Tree): Meant;
  /** Where to go on to, and back to. */
  back: string;
  /** Where to go without saving, if not there. */
  leave?: string;
  /** Beside the form, for instance a test of what is typed. */
  aside?(body: Tree): ReactNode;
}

export function ItemEditor({ what, fields, item, start, revision, file, meant, back, leave, aside }: ItemEditorProps) {
  const id = useId().replace(/[^A-Za-z0-9]/g, '');
  const router = useRouter();
  const [draft, setDraft] = useState(start);
  const [own, setOwn] = useState<Faults>({});
  const [overtaken, setOvertaken] = useState(false);
  const { progress, look, apply, renew, edit } = useChange(revision, () => {
    router.push(back);
    router.refresh();
  });
  const isFixed = item?.origin === 'file';
  const body = bodyOf(fields, draft);
  const faults = progress.is === 'refused' ? { ...refused(progress.errors), ...own } : own;

  function refused(errors: readonly RefusedPlace[]): Faults {
    const said = meant(body);
    return 'fault' in said ? {} : faultsFrom(errors, said.places);
  }

  function set(path: Path, value: Tree | undefined): void {
    setDraft((d) => withValue(d, path, value));
    const text = pathText(path);
    setOwn((all) => Object.fromEntries(Object.entries(all).filter(([place]) => !place.startsWith(text))));
    edit();
  }

  /** null: something is missing, and said. */
  function wish(): Wish | null {
    const known = faultsOf(fields, draft);
    const said = meant(body);
    const all = 'fault' in said ? { ...known, [said.path]: said.fault } : known;
    setOwn(all);
    return Object.keys(all).length > 0 || 'fault' in said ? null : said.wish;
  }

  function submit(e: FormEvent): void {
    e.preventDefault();
    const sent = wish();
    if (sent !== null) void look(sent);
  }

  async function takeNewest(): Promise<void> {
    const newest = await renew();
    const now = newest?.items.find((i) => i.kind === item?.kind && i.key === item?.key);
    setOvertaken(now !== undefined && JSON.stringify(now.body) !== JSON.stringify(item?.body));
  }

  return (
    <div className={classes.editor}>
      <form id={`${id}-form`} className={classes.form} aria-label={what} noValidate onSubmit={submit}>
        <FormProvider value={{ draft, faults, set, id }}>
          <FaultSummary form={id} faults={faults} fields={fields} />
          <fieldset className={classes.all} disabled={isFixed}>
            <legend className="hf-hidden">{what}</legend>
            <FieldsView fields={fields} path={[]} />
          </fieldset>
        </FormProvider>
      </form>
      <aside className={classes.aside}>
        <section className={classes.part} aria-label="Changes">
          {isFixed ? (
            <p>
              It stands in <code>{shortName(file)}</code>, where alone it can be changed. <Link href={back}>Back</Link>
            </p>
          ) : (
            <>
              {item !== null && item.problem !== null && <p className={classes.fault}>Not in force: {item.problem}.</p>}
              <ChangePanel
                progress={progress}
                overtaken={overtaken}
                onApply={() => {
                  const sent = wish();
                  if (sent !== null) void apply(sent);
                }}
                onBack={edit}
                onNewest={() => void takeNewest()}
                back={back}
              />
              {progress.is !== 'review' && progress.is !== 'applying' && progress.is !== 'waiting' && (
                <div className={classes.actions}>
                  <Button type="submit" form={`${id}-form`} loading={progress.is === 'asking'}>
                    Review changes
                  </Button>
                  <Link href={leave ?? back}>Back without saving</Link>
                </div>
              )}
            </>
          )}
        </section>
        {aside?.(body)}
      </aside>
    </div>
  );
}
