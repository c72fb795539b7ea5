/** What a form is made of: fields in the shape of holdfast.yaml, as data. */
import type { Tree } from './tree';

interface Named {
  key: string;
  label: string;
  help?: string;
  /** Seldom needed: folded away until something is in it. */
  rare?: true;
}

export interface Option {
  value: string | number;
  label: string;
}

export type Field =
  | (Named & { as: 'text'; required?: true; placeholder?: string; max?: number })
  /** Never shown again once it is set. */
  | (Named & { as: 'secret'; required?: true })
  | (Named & { as: 'number'; min: number; max: number; unit: string; usual: number | null; required?: true })
  /** null: left out of the file. */
  | (Named & { as: 'choice'; options: readonly Option[]; usual: string | null })
  | (Named & { as: 'switch'; usual: boolean })
  /** Any of a few, in their order. */
  | (Named & { as: 'some'; options: readonly Option[]; required?: true })
  /** Several words or addresses, one a line. */
  | (Named & { as: 'lines'; required?: true; placeholder?: string })
  /** Text, or what JSON can say. */
  | (Named & { as: 'json' })
  /** Names with values, which are secret where they open something. */
  | (Named & { as: 'pairs' })
  /** People to watch, one a line. */
  | (Named & { as: 'watch' })
  | GroupField
  | ListField
  /** Exactly one of several keys beside each other; `key` only names the choice. */
  | (Named & { as: 'one-of'; fields: readonly Field[]; required?: true; none?: string });

export type GroupField = Named & {
  as: 'group';
  fields: readonly Field[];
  /** What its switch says; without one it is always there. */
  optional?: string;
};

export type ListField = Named & {
  as: 'list';
  fields: readonly Field[];
  /** `server`, for the buttons. */
  one: string;
  /** What a new one starts from. */
  blank: Tree;
  atLeast: 0 | 1;
};

export type FieldKind = Field['as'];
