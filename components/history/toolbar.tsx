'use client';
/** Which time is shown: ranges that end now, a span of one's own, and buttons for what wheel and keys do. */
import { ActionIcon } from '@mantine/core';
import { IconArrowBackUp, IconChevronLeft, IconChevronRight, IconMinus, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { browserTime } from '../live/browser-time';
import { CustomRange } from './custom-range';
import { afterKey } from './gestures';
import classes from './toolbar.module.css';
import type { PageView } from './use-view';
import { MOST_MS, ranges } from './view';

const steps = [
  { key: 'ArrowLeft', name: 'Earlier', icon: IconChevronLeft },
  { key: '-', name: 'Zoom out', icon: IconMinus },
  { key: '+', name: 'Zoom in', icon: IconPlus },
  { key: 'ArrowRight', name: 'Later', icon: IconChevronRight },
  { key: '0', name: 'Back to the range', icon: IconArrowBackUp },
] as const;

interface Props {
  page: PageView;
  /** No longer range is offered. */
  upToMs?: number;
  children?: ReactNode;
}

export function Toolbar({ page, upToMs = MOST_MS, children }: Props) {
  const { view } = page;
  function step(key: string): void {
    const next = afterKey(page.span, key, browserTime.now());
    if (next === 'reset') page.reset();
    else if (next !== null) page.move(next);
  }
  return (
    <div className={classes.toolbar}>
      <fieldset className={classes.ranges}>
        <legend className="hf-hidden">How much time is shown</legend>
        {ranges
          .filter((range) => range.ms <= upToMs)
          .map((range) => (
            <button
              key={range.key}
              type="button"
              className={classes.range}
              aria-pressed={view.kind === 'live' && view.range.key === range.key}
              onClick={() => page.pick({ kind: 'live', range })}
            >
              {range.name}
            </button>
          ))}
      </fieldset>
      <CustomRange page={page} />
      <div className={classes.steps}>
        {steps.map(({ key, name, icon: Icon }) => (
          <ActionIcon
            key={key}
            variant="default"
            className={classes.step}
            aria-label={name}
            title={`${name} (${key.replace('Arrow', '').toLowerCase()})`}
            disabled={key === '0' && view.kind === 'live'}
            onClick={() => step(key)}
          >
            <Icon size={16} stroke={1.6} aria-hidden="true" />
          </ActionIcon>
        ))}
      </div>
      {children}
    </div>
  );
}
