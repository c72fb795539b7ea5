/** The colours of a canvas, which knows no CSS: read from the design tokens of the element it is in. */

export interface Palette {
  line: string;
  grid: string;
  ink: string;
  surface: string;
  text: string;
  bad: string;
  badWash: string;
  risk: string;
  unknown: string;
  stopped: string;
  busy: string;
  /** The other one of a comparison. */
  other: string;
  /** Shades of the phases of a connect, light to dark. */
  spans: readonly string[];
}

export function paletteOf(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--hf-${name}`).trim();
  return {
    line: token('figure'),
    grid: token('line'),
    ink: token('ink-3'),
    text: token('ink'),
    surface: token('surface'),
    bad: token('bad'),
    badWash: token('bad-wash'),
    risk: token('risk'),
    unknown: token('unknown'),
    stopped: token('stopped'),
    busy: token('busy'),
    other: token('focus'),
    spans: [1, 2, 3, 4, 5].map((n) => token(`span-${n}`)),
  };
}
