/** What a table's rows look like on their way into the database, and the small numbers that stand for long keys. */
import type { SqlType } from '../provider/port';

type Cell = string | number | boolean | null;
export type Row = Cell[];
export interface Table {
  name: string;
  columns: readonly (readonly [name: string, type: SqlType])[];
}

/** A dictionary from long keys to small numbers. */
export function keyTable(name: 'target' | 'observer'): Table {
  return {
    name,
    columns: [
      ['id', 'int'],
      ['key', 'text'],
    ],
  };
}

/** Numbers for keys: those known, and those that this commit makes. */
export class Keys {
  readonly #known: ReadonlyMap<string, number>;
  readonly #made = new Map<string, number>();
  constructor(known: ReadonlyMap<string, number>) {
    this.#known = known;
  }
  idOf(key: string): number {
    const known = this.#known.get(key) ?? this.#made.get(key);
    if (known !== undefined) return known;
    const id = this.#known.size + this.#made.size + 1;
    this.#made.set(key, id);
    return id;
  }
  madeRows(): Row[] {
    return [...this.#made].map(([key, id]) => [id, key]);
  }
  made(): ReadonlyMap<string, number> {
    return this.#made;
  }
}
