/** Seeded chance, in streams that do not disturb each other. */
import { mulberry32 } from '../../../time/virtual-time';

export class Random {
  private readonly next: () => number;

  /** @param stream one more use of chance in one stream changes nothing in another */
  constructor(seed: number, stream: string) {
    this.next = mulberry32(seed ^ hashOf(stream));
  }

  /** Uniform in [from, to). */
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** An integer in [0, below). */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** Around `mean`, never under `min` nor over six times the mean. */
  around(mean: number, min = 0): number {
    return Math.min(6 * mean, min - Math.log(1 - this.next()) * Math.max(0, mean - min));
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  shuffled<T>(items: readonly T[]): T[] {
    const keyed = items.map((item) => ({ item, key: this.next() }));
    return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
  }

  /** Lower-case hexadecimal digits. */
  hex(digits: number): string {
    return Array.from({ length: digits }, () => this.below(16).toString(16)).join('');
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
