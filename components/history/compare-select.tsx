'use client';
/** What the charts are compared with: another target at the same time, or the same target a week before. */
import type { TargetKey } from '#contract';
import classes from './toolbar.module.css';

export interface TargetName {
  key: TargetKey;
  /** e.g. `Finesse A, BOSH`. */
  name: string;
  cluster: string;
}

interface Props {
  label: string;
  value: string;
  targets: readonly TargetName[];
  /** Choices besides targets: value and words. */
  others: readonly (readonly [string, string])[];
  onChange(value: string): void;
}

export function CompareSelect({ label, value, targets, others, onChange }: Props) {
  const clusters = [...new Set(targets.map((t) => t.cluster))];
  return (
    <label className={classes.select}>
      {label}
      <select value={value} onChange={(e) => onChange(e.currentTarget.value)}>
        {others.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
        {clusters.map((cluster) => (
          <optgroup key={cluster} label={cluster}>
            {targets
              .filter((t) => t.cluster === cluster)
              .map((t) => (
                <option key={t.key} value={t.key}>
                  {t.name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
