/** What is set up, as pages and the API exchange it: items in the shape of holdfast.yaml, with every secret apart. */
import { z } from 'zod';
import { epochMs } from './identity';

/** In the place of a secret: it is set, and cannot be read; sent back, it stays as it is. */
export const keptSecret = z.strictObject({ secret: z.literal('kept') });
/** In the place of a secret: this one from now on. */
export const newSecret = z.strictObject({ secret: z.literal('new'), text: z.string().min(1).max(4096) });
export type SecretField = z.infer<typeof keptSecret> | z.infer<typeof newSecret>;

/** `clusters[n]`, `notify.channels[n]`, and the parts of the file that exist once. */
export const itemKinds = ['cluster', 'channel', 'setting'] as const;
export const itemKind = z.enum(itemKinds);
export type ItemKind = z.infer<typeof itemKind>;

/** The parts that exist once, by their path in holdfast.yaml. */
export const settingKeys = [
  'notify.publicUrl',
  'notify.heartbeat',
  'notify.serviceHours',
  'history',
  'privacy',
  'signIn',
  'backup',
] as const;
export const settingKey = z.enum(settingKeys);
export type SettingKey = z.infer<typeof settingKey>;

export const itemRef = z.strictObject({ kind: itemKind, key: z.string().min(1).max(64) });
export type ItemRef = z.infer<typeof itemRef>;

/** A cluster, a channel or a setting as JSON in the shape that holdfast.yaml has there; secrets as `SecretField`. */
export const itemBody = z.json();
export type ItemBody = z.infer<typeof itemBody>;

export const configItem = itemRef.extend({
  /** `file`: it stands in holdfast.yaml, and is read-only in the pages. */
  origin: z.enum(['file', 'pages']),
  body: itemBody,
  /** null: in force; else why it is not, in a sentence. */
  problem: z.string().nullable(),
  changedAt: epochMs.nullable(),
  changedBy: z.string().nullable(),
});
export type ConfigItem = z.infer<typeof configItem>;

export const configuration = z.object({
  /** Grows with each change; what is sent back must name the one that it was made from. */
  revision: z.number().int().nonnegative(),
  /** As people call it; null: there is none. */
  file: z.string().nullable(),
  items: z.array(configItem),
});
export type Configuration = z.infer<typeof configuration>;

/** All of it or nothing. */
export const configChange = z.strictObject({
  revision: z.number().int().nonnegative(),
  put: z
    .array(itemRef.extend({ body: itemBody }))
    .max(500)
    .default([]),
  remove: z.array(itemRef).max(500).default([]),
  /** Only judged and compared. */
  dryRun: z.boolean().default(false),
});
export type ConfigChange = z.input<typeof configChange>;

/** One place that differs, in the words of holdfast.yaml; a secret is told as `changed`, never shown. */
export const configDifference = z.object({
  /** Rules and maintenance windows come with a whole file alone. */
  kind: z.enum([...itemKinds, 'rule', 'window']),
  key: z.string(),
  /** Empty: the whole item. */
  path: z.string(),
  was: z.string().nullable(),
  is: z.string().nullable(),
});
export type ConfigDifference = z.infer<typeof configDifference>;

export const configChanged = z.object({
  revision: z.number().int().nonnegative(),
  differences: z.array(configDifference),
  /** Why it is saved and yet not in force, in a sentence: the worker takes it up when it is back. null: it is, or nothing was to be. */
  waiting: z.string().nullable(),
});
export type ConfigChanged = z.infer<typeof configChanged>;

/** A whole file to be taken over. `secrets` gives the values of its `${NAME}`. */
export const configImport = z.strictObject({
  revision: z.number().int().nonnegative(),
  yaml: z.string().max(2_000_000),
  secrets: z.record(z.string(), z.string().max(4096)).default({}),
  dryRun: z.boolean().default(true),
});
export type ConfigImport = z.input<typeof configImport>;

export const configImported = configChanged.extend({
  /** What differs from holdfast.yaml of this installation, and stays as it is there. */
  readOnly: z.array(configDifference),
  /** Names that the file needs and nobody gave. */
  missing: z.array(z.string()),
  problems: z.array(z.object({ line: z.number().int().nullable(), path: z.string(), message: z.string() })),
});
export type ConfigImported = z.infer<typeof configImported>;

/** The worker's answer when it is asked to take up what was saved. `problem`: why everything is as it was. */
export const reloadReply = z.object({
  problem: z.string().nullable(),
  /** What changed in the worker, one line each, for people. */
  applied: z.array(z.string()),
});
export type ReloadReply = z.infer<typeof reloadReply>;
