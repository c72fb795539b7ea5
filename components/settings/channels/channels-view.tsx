'use client';
/** The channels: their list, or the editor of one. */
import Link from 'next/link';
import type { AlertingSnapshot, Configuration } from '#contract';
import { channelKindWords } from '../../alerting/shell/delivery-words';
import { ItemEditor } from '../form/item-editor';
import { ofOne } from '../form/one-item';
import { branchOf, textOf } from '../form/tree';
import classes from '../shell/page.module.css';
import { ChannelList } from './channel-list';
import { channelFields } from './fields';
import { type Asked, type ChannelRow, channelRows, type Editing, editingOf } from './model';

interface Props {
  configuration: Configuration;
  alerting: AlertingSnapshot;
  asked: Asked;
}

export function ChannelSettings({ configuration, alerting, asked }: Props) {
  const rows = channelRows(configuration);
  const editing = editingOf(asked, rows);
  switch (editing.is) {
    case 'list':
      return <ChannelList configuration={configuration} rows={rows} alerting={alerting} />;
    case 'unknown':
      return (
        <>
          <h1>Channels</h1>
          <p className={classes.sentence}>
            There is no channel {editing.key}. <Link href="/settings/channels">All channels</Link>
          </p>
        </>
      );
    case 'editor':
      return <Editor configuration={configuration} rows={rows} editing={editing} />;
  }
}

interface EditorProps {
  configuration: Configuration;
  rows: readonly ChannelRow[];
  editing: Extract<Editing, { is: 'editor' }>;
}

function Editor({ configuration, rows, editing: { item, kind, start } }: EditorProps) {
  return (
    <>
      <h1>{item === null ? `New channel: ${channelKindWords[kind]}` : textOf(branchOf(item.body).name)}</h1>
      <ItemEditor
        key={`${item?.key ?? 'new'} ${kind}`}
        what="Channel"
        fields={channelFields(kind)}
        item={item}
        start={start}
        revision={configuration.revision}
        file={configuration.file}
        back="/settings/channels"
        meant={(body) => {
          const name = textOf(branchOf(body).name);
          if (name === '') return { path: 'name', fault: 'This is needed.' };
          if (rows.some((r) => r.name === name && r.item !== item))
            return { path: 'name', fault: `There is a channel ${name} already.` };
          return ofOne({ kind: 'channel', key: item?.key ?? name }, body, [name]);
        }}
      />
    </>
  );
}
