'use client';
/** Where a thing that is set up comes from: the file, where alone it can be changed, or somebody here. */
import type { ConfigItem } from '#contract';
import { Moment } from '../../session/moment';
import classes from './page.module.css';

interface Props {
  item: Pick<ConfigItem, 'origin' | 'changedAt' | 'changedBy'>;
  /** As people call it. */
  file: string | null;
}

export function Origin({ item, file }: Props) {
  if (item.origin === 'file')
    return (
      <p className={classes.detail}>
        <span className={classes.mark}>read-only</span> In <code>{shortName(file)}</code>
      </p>
    );
  return (
    <p className={classes.detail}>
      {item.changedAt === null ? 'Made here' : 'Set here '}
      {item.changedAt !== null && <Moment at={item.changedAt} />}
      {item.changedBy !== null && ` by ${item.changedBy}`}
    </p>
  );
}

/** The file by its name: where it lies is known to whoever can change it. */
export function shortName(file: string | null): string {
  return file?.split('/').at(-1) ?? 'the configuration file';
}
