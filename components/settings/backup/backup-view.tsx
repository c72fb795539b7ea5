'use client';
/** When the history is copied, and the copies that are there. */
import type { Configuration, EpochMs } from '#contract';
import { Moment } from '../../session/moment';
import { itemOf } from '../parts/parts';
import { PartsEditor } from '../parts/parts-editor';
import page from '../shell/page.module.css';
import table from '../teams/teams.module.css';
import { backupFields, backupParts } from './fields';

export interface BackupFile {
  name: string;
  bytes: number;
  at: EpochMs;
}

export interface BackupState {
  /** Which has tools of its own. */
  postgres: boolean;
  folder: string;
  /** Newest first; null: the folder cannot be read. */
  files: readonly BackupFile[] | null;
  /** When one was due and is not there; null: none is missing. */
  missingSince: EpochMs | null;
}

export function BackupSettings({ configuration, state }: { configuration: Configuration; state: BackupState }) {
  return (
    <>
      <h1>Backup</h1>
      {state.postgres ? <OnPostgres /> : <OnSqlite configuration={configuration} state={state} />}
    </>
  );
}

function OnPostgres() {
  return (
    <div className={page.empty}>
      <h2>The history is on PostgreSQL</h2>
      <p className={page.sentence}>
        Holdfast makes no copies of it: the database has better tools. <code>pg_dump</code> copies it while Holdfast
        runs, <code>pg_restore</code> brings it back, and continuous archiving loses nothing in between.
      </p>
    </div>
  );
}

function OnSqlite({ configuration, state }: { configuration: Configuration; state: BackupState }) {
  const isSet = itemOf(configuration, 'backup') !== null;
  return (
    <>
      <p className={page.sentence}>
        Copies of everything that Holdfast has recorded and that was set up here, passwords sealed. The key that opens
        them, <code>secrets.key</code> in DATA_DIR, is not in them: keep it apart. By hand:{' '}
        <code>npm run backup -- FILE</code>; back again, while Holdfast does not run:{' '}
        <code>npm run restore -- FILE</code>.
      </p>
      {state.missingSince !== null && (
        <p className={page.fault} role="status">
          The copy that was due <Moment at={state.missingSince} /> is not there. Why stands in the log of Holdfast.
        </p>
      )}
      <PartsEditor
        what="Backup"
        fields={backupFields}
        parts={backupParts}
        configuration={configuration}
        here="/settings/backup"
      />
      {(isSet || (state.files?.length ?? 0) > 0) && <Copies state={state} />}
    </>
  );
}

function Copies({ state: { folder, files } }: { state: BackupState }) {
  return (
    <section className={table.part} aria-labelledby="copies">
      <div className={table.head}>
        <h2 id="copies">
          Copies in <code>{folder}</code>
        </h2>
      </div>
      {files === null || files.length === 0 ? (
        <p className={page.pad}>{files === null ? 'The folder cannot be read.' : 'None yet.'}</p>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Made</th>
              <th scope="col">File</th>
              <th scope="col" className={table.number}>
                Size
              </th>
            </tr>
          </thead>
          <tbody>
            {files.map(({ name, bytes, at }) => (
              <tr key={name}>
                <td>
                  <Moment at={at} />
                </td>
                <td>
                  <code>{name}</code>
                </td>
                <td className={table.number}>{(bytes / 1e6).toFixed(1)} MB</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
