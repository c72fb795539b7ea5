/** What a browser says of itself, in the words of whoever sits before it. Pure. */

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/|\bEdge\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bHeadlessChrome\/|\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/\bcurl\//, 'curl'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** `Firefox on Windows` */
export function browserWords(userAgent: string | null): string {
  const found = (known: typeof browsers) => known.find(([sign]) => sign.test(userAgent ?? ''))?.[1] ?? null;
  const [browser, system] = [found(browsers), found(systems)];
  if (browser === null) return system === null ? 'Unknown browser' : `A browser on ${system}`;
  return system === null ? browser : `${browser} on ${system}`;
}
